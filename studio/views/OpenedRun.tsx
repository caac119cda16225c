/** One run, opened over the wall: the video, how it came to be, what can be done with it. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentenceOf } from "../api/session.ts";
import type { Run } from "../api/types.ts";
import { Files } from "../parts/Files.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Notices } from "../parts/Notices.tsx";
import { artistIdOf, templateOf } from "../parts/Tile.tsx";
import { Timeline } from "../parts/Timeline.tsx";
import { TwoStep } from "../parts/TwoStep.tsx";
import { now } from "../state/clock.ts";
import { change, draftLike } from "../state/draft.ts";
import { filters } from "../state/filters.ts";
import { artistNames, pictureOf, shortName, templates } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { go, hrefOf } from "../state/route.ts";
import { isOpen, loadRun, runSignal, wallIds } from "../state/runs.ts";
import { cancelRun, deleteRun, retryRun } from "../state/steering.ts";
import { clockTime, dayAndTime, dollars, howLong } from "../text/format.ts";
import { adviceFor, percentOf, stepText, timeLeftText } from "../text/run-text.ts";

const wallHref = () => hrefOf([], { ...filters.peek() });
const runHref = (id: string) => hrefOf(["runs", id], { ...filters.peek() });

export function OpenedRun({ runId }: { runId: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const wrong = useSignal("");
  const isRead = useSignal(false);
  useEffect(() => {
    dialog.current?.showModal();
    // The first control would look chosen.
    dialog.current?.focus();
    loadRun(runId).then(
      () => {
        isRead.value = true;
      },
      (error: unknown) => {
        wrong.value = sentenceOf(error);
      },
    );
  }, [runId]);
  void isRead.value;
  const run = runSignal(runId)?.value;
  const close = () => go(wallHref());
  return (
    <dialog
      ref={dialog}
      class="opened"
      tabIndex={-1}
      aria-label="Video"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        // What is beside the dialog belongs to it, too.
        if (event.target === dialog.current) close();
      }}
      onKeyDown={(event) => step(event, runId)}
    >
      <div class="opened-bar">
        <Neighbours runId={runId} />
        <button type="button" class="round quiet" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {run !== undefined && run.deletedAt === null ? (
        <RunInFull run={run} />
      ) : (
        <div class="empty">
          <h2>{wrong.value === "" && run === undefined ? "Reading …" : "There is no such video"}</h2>
          <p>{run?.deletedAt ? `It was deleted, ${dayAndTime(run.deletedAt, Date.now())}.` : wrong.value}</p>
        </div>
      )}
      <Notices />
    </dialog>
  );
}

function neighboursOf(runId: string): { newer: string | undefined; older: string | undefined } {
  const at = wallIds.value.indexOf(runId);
  return at < 0
    ? { newer: undefined, older: undefined }
    : { newer: wallIds.value[at - 1], older: wallIds.value[at + 1] };
}

function Neighbours({ runId }: { runId: string }) {
  const { newer, older } = neighboursOf(runId);
  return (
    <div class="neighbours">
      <button
        type="button"
        class="round quiet"
        aria-label="The one before"
        disabled={newer === undefined}
        onClick={() => newer && go(runHref(newer), true)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="round quiet"
        aria-label="The one after"
        disabled={older === undefined}
        onClick={() => older && go(runHref(older), true)}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

/** Left and right lead to the neighbours, unless they are for a control. */
function step(event: KeyboardEvent, runId: string) {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLVideoElement) return;
  const { newer, older } = neighboursOf(runId);
  const to = event.key === "ArrowLeft" ? newer : event.key === "ArrowRight" ? older : undefined;
  if (to !== undefined) go(runHref(to), true);
}

export function RunInFull({ run }: { run: Run }) {
  const { output } = run;
  const artist = artistNames.value.get(artistIdOf(run)) ?? "";
  // Until there is an image: the scene that it will be made after.
  const scene = pictureOf(
    templates.value?.find(({ name }) => name === templateOf(run)),
    run.choices.reference,
  );
  const likeThis = () => {
    change(draftLike(run));
    go("#/");
  };
  return (
    <div class="opened-body">
      <div class="stage">
        {output !== null ? (
          // biome-ignore lint/a11y/useMediaCaption: what is sung and written is on the picture, and in the text beside it.
          <video
            class="stage-video"
            src={output.videoSourceUrl}
            poster={output.posterUrl}
            controls
            playsInline
            loop
            preload="metadata"
            aria-label={`The video: ${output.captionText || output.audio.songTitle}`}
          />
        ) : run.metadata.imageUrl ? (
          <img src={run.metadata.imageUrl} alt="What the video will show" />
        ) : (
          <div class="stage-empty">
            {scene !== undefined && <img src={scene} alt="" />}
            <i class={`lamp ${isOpen(run) ? "open" : "failed"}`} aria-hidden="true" />
          </div>
        )}
      </div>
      <div class="told">
        <header>
          <p class="small">
            {artist && `${artist}, `}
            {shortName(templateOf(run))}, {dayAndTime(run.createdAt, now.value)}
          </p>
          <h2>{output?.captionText || output?.audio.songTitle || stepText(run)}</h2>
        </header>
        {isOpen(run) && <Progress run={run} />}
        {run.error !== null && (
          <div class="panel wrong-panel">
            <p>
              <b>{run.error.message}</b>
            </p>
            <p>
              {stepTitle(run)}
              {adviceFor(run)}
            </p>
          </div>
        )}
        {output !== null && output.warnings.length > 0 && (
          <ul class="panel notes">
            {output.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        <div class="actions">
          <button type="button" onClick={likeThis}>
            More like this
          </button>
          {isOpen(run) && (
            <button type="button" onClick={() => void attempt(() => cancelRun(run.id))}>
              Cancel
            </button>
          )}
          {["FAILED", "CANCELED", "TIMED_OUT"].includes(run.status) && (
            <button
              type="button"
              class={run.error?.retryable === false ? "" : "primary"}
              onClick={() => void attempt(() => retryRun(run.id))}
            >
              Try again
            </button>
          )}
          <TwoStep
            label="Delete"
            question={isOpen(run) ? "Cancel and delete it?" : "Delete it for good?"}
            onConfirm={async () => {
              if (await attempt(() => deleteRun(run.id))) go(wallHref());
            }}
          />
        </div>
        <Facts run={run} />
        <Files run={run} />
        <Timeline run={run} />
      </div>
    </div>
  );
}

function stepTitle(run: Run): string {
  const title = run.metadata.steps.find(({ name }) => name === run.error?.step)?.title;
  return title === undefined ? "" : `It happened while ${title.charAt(0).toLowerCase()}${title.slice(1)}. `;
}

function Progress({ run }: { run: Run }) {
  const left = useComputed(() => timeLeftText(run, now.value));
  return (
    <div class="panel">
      <p class="progress-text">
        <span>{stepText(run)}</span> <span>{left}</span>
      </p>
      <span
        class="leds"
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={percentOf(run)}
        aria-valuemin={0}
        aria-valuemax={100}
        style={{ "--lit": String(run.metadata.progress) }}
      />
    </div>
  );
}

/** The drawn picture of the template, as the template describes it. */
function sceneOf(run: Run, reference: string): string {
  const template = templates.value?.find(({ name }) => name === templateOf(run));
  return template?.references.find(({ id }) => id === reference)?.description || reference;
}

function Facts({ run }: { run: Run }) {
  const { output, choices, metadata } = run;
  const facts: [name: string, value: preact.ComponentChildren][] = [];
  if (output !== null) {
    const { songTitle, startSeconds, durationSeconds, clipMood, clipLyrics } = output.audio;
    facts.push([
      "Song",
      `${songTitle}, ${clockTime(startSeconds, true)} to ${clockTime(startSeconds + durationSeconds, true)}`,
    ]);
    if (clipMood !== "") facts.push(["The music", clipMood]);
    if (clipLyrics !== "") facts.push(["Sung", <q key="sung">{clipLyrics}</q>]);
  }
  if (choices.reference !== null) facts.push(["Scene", sceneOf(run, choices.reference)]);
  if (choices.mood !== null) facts.push(["Mood", choices.mood]);
  if (choices.movement !== null) facts.push(["Movement", choices.movement]);
  const wasted =
    metadata.wastedInCents > 0 ? `, and ${dollars(metadata.wastedInCents)} for attempts that gave nothing` : "";
  facts.push([
    "Cost",
    `${dollars(run.costInCents)} of ${dollars(metadata.estimateInCents)} expected${wasted}${run.isTest ? "; a test, nothing was charged" : ""}`,
  ]);
  if (run.startedAt !== null) facts.push(["Took", howLong(run.durationMs)]);
  const own = run.tags.slice(2);
  if (own.length > 0)
    facts.push([
      "Tags",
      own.map((tag) => (
        <a key={tag} class="tag" href={hrefOf([], { tag })}>
          {tag}
        </a>
      )),
    ]);
  facts.push([
    "Batch",
    <a key="batch" href={hrefOf([], { batch: run.batchId })}>
      All of its batch, and the zip
    </a>,
  ]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
