/** When each step of a run began and ended, on one scale. */
import type { Run } from "../api/types.ts";
import { now } from "../state/clock.ts";
import { isOpen } from "../state/runs.ts";
import { dollars, howLong } from "../text/format.ts";
import { placesOf, stateOf } from "../text/timeline.ts";

export function Timeline({ run }: { run: Run }) {
  const { steps } = run.metadata;
  if (steps.length === 0) return null;
  const end = isOpen(run) ? now.value : Date.parse(run.finishedAt ?? run.updatedAt);
  const places = placesOf(steps, Date.parse(run.createdAt), end);
  return (
    <section>
      <h3>How it came to be</h3>
      <ol class="timeline">
        {steps.map((step, at) => (
          <li key={step.name} data-state={step.status}>
            <span class="timeline-name">{step.title}</span>
            <span class="timeline-facts">
              {[
                step.durationMs === null ? stateOf(step) : howLong(step.durationMs),
                step.costInCents > 0 ? dollars(step.costInCents) : "",
                step.failures > 0 ? `${step.failures} failed before` : "",
              ]
                .filter(Boolean)
                .join(", ")}
            </span>
            <span class="timeline-track" aria-hidden="true">
              {places[at] && <i style={{ left: `${places[at].from * 100}%`, width: `${places[at].width * 100}%` }} />}
            </span>
            {step.note !== null && <p class="small">{step.note}</p>}
            {step.error !== null && step.status !== "done" && <p class="small wrong">{step.error.message}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
