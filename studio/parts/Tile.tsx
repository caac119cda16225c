/** One run on the wall: what there is of it, as soon as it is there. */
import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Run } from "../api/types.ts";
import { now } from "../state/clock.ts";
import { filters } from "../state/filters.ts";
import { artistNames, pictureOf, shortName, templates } from "../state/library.ts";
import { hrefOf } from "../state/route.ts";
import { isOpen, runSignal } from "../state/runs.ts";
import { clockTime, dollars } from "../text/format.ts";
import { percentOf, stepText, tileLabel, timeLeftText } from "../text/run-text.ts";
import { useWallVideo } from "./wall-video.ts";

/** The tile of the run with this id. */
export function Tile({ id }: { id: string }) {
  const run = runSignal(id)?.value;
  return run === undefined ? null : <RunTile run={run} />;
}

const stateOf = (run: Run): string =>
  run.status === "COMPLETED" ? "finished" : isOpen(run) ? "open" : run.status === "CANCELED" ? "canceled" : "failed";

/** The artist's id, from the run's own tags. */
export const artistIdOf = (run: Run): string => (run.payload as { artist_account_id?: string }).artist_account_id ?? "";
export const templateOf = (run: Run): string => (run.payload as { template?: string }).template ?? "";

/** What one run looks like on the wall. */
export function RunTile({ run }: { run: Run }) {
  const artist = artistNames.value.get(artistIdOf(run)) ?? "";
  const query = useComputed(() => new URLSearchParams({ ...filters.value }));
  const state = stateOf(run);
  return (
    <li class="tile" data-state={state}>
      <a class="tile-link" href={hrefOf(["runs", run.id], query.value)}>
        <Picture run={run} />
        <span class="unseen">{tileLabel(run, artist)}: </span>
        <span class="tile-text">
          {run.output !== null ? <Finished run={run} output={run.output} /> : <Unfinished run={run} />}
        </span>
      </a>
    </li>
  );
}

function Picture({ run }: { run: Run }) {
  const { output } = run;
  const frame = useRef<HTMLSpanElement>(null);
  const plays = useWallVideo(frame, output !== null);
  const made = output?.posterUrl ?? run.metadata.imageUrl;
  const scene = templates.value?.find(({ name }) => name === templateOf(run));
  const picture = made ?? pictureOf(scene, run.choices.reference);
  return (
    <span ref={frame} class="tile-picture" data-made={made !== null && made !== undefined}>
      {picture !== undefined && <img key={picture} src={picture} alt="" loading="lazy" decoding="async" />}
      {output !== null && plays.value && (
        <video src={output.videoSourceUrl} muted loop autoplay playsInline disablePictureInPicture tabIndex={-1} />
      )}
    </span>
  );
}

function Finished({ run, output }: { run: Run; output: NonNullable<Run["output"]> }) {
  return (
    <>
      <span class="tile-title">
        <span>{output.audio.songTitle}</span>
        <span>{clockTime(output.audio.startSeconds)}</span>
      </span>
      <span class="tile-facts">
        <span>{output.audio.clipMood}</span>
        <span>{dollars(run.costInCents)}</span>
      </span>
    </>
  );
}

function Unfinished({ run }: { run: Run }) {
  return (
    <>
      <span class="tile-step">
        <i class={`lamp ${stateOf(run)}`} />
        {stepText(run)}
      </span>
      {isOpen(run) ? (
        <>
          <span class="leds" style={{ "--lit": String(run.metadata.progress) }} />
          <span class="tile-facts">
            <span>{percentOf(run)} %</span>
            <TimeLeft run={run} />
          </span>
        </>
      ) : (
        <>
          {run.error !== null && <span class="tile-error">{run.error.message}</span>}
          <span class="tile-facts">
            <span>{shortName(templateOf(run))}</span>
            <span>{dollars(run.costInCents)}</span>
          </span>
        </>
      )}
    </>
  );
}

/** By itself, so that the second hand draws nothing else. */
function TimeLeft({ run }: { run: Run }) {
  const text = useComputed(() => timeLeftText(run, now.value));
  return <span>{text}</span>;
}
