/** The runs on the wall: read page by page, and kept as they are now. */
import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import { readEvents } from "../api/events.ts";
import { answerOf, apiKey, backline, CallError, isServerThere, sentenceOf } from "../api/session.ts";
import type { Run } from "../api/types.ts";
import { filterQuery, filters } from "./filters.ts";
import { route } from "./route.ts";

/** Of the API: runs that a page or a stream can have. */
const MAX_RUNS = 100;
/** A browser keeps few connections to one host. Runs beyond these are read again with the list. */
const MAX_STREAMS = 2;
/** How long changes may be taken in at a stretch, so that the page answers to its user between. */
const SLICE_MS = 6;
const LIST_AGAIN_MS = 10_000;
const RECONNECT_MS = 1000;

const known = new Map<string, Signal<Run>>();
/** Of the wall's runs, newest first. */
export const wallIds = signal<readonly string[]>([]);
export const wallState = signal<"loading" | "ready" | "failed">("loading");
export const wallError = signal("");
const nextCursor = signal<string | null>(null);
export const hasMore = computed(() => nextCursor.value !== null);
/** What was told last of the runs, for whoever cannot see them. */
export const announcement = signal("");

export const isOpen = (run: Run): boolean => ["QUEUED", "EXECUTING", "REATTEMPTING"].includes(run.status);

/** The run as it is now, if the studio knows it. */
export const runSignal = (id: string): Signal<Run> | undefined => known.get(id);

/** Rises when a run is under way that was not, so that it is followed. */
const opened = signal(0);

/** Takes in a run as the API showed it. An older version than the one that is known changes nothing. */
export function take(run: Run): void {
  const entry = known.get(run.id);
  const before = entry?.peek();
  if (entry === undefined || before === undefined) {
    known.set(run.id, signal(run));
  } else {
    const [is, was] = [run.metadata, before.metadata];
    // Of runs that ended long ago, lists leave out steps that may be known already.
    if (is.version < was.version || (is.version === was.version && was.steps.length >= is.steps.length)) return;
    entry.value = run;
    if (isOpen(before) && !isOpen(run)) announce(run);
  }
  if (run.deletedAt !== null) takeOffWall(run.id);
  else if (isOpen(run) && !(before && isOpen(before))) opened.value += 1;
}

function announce(run: Run): void {
  const what = { COMPLETED: "A video is finished.", FAILED: `A video failed: ${run.error?.message ?? ""}` }[
    run.status as string
  ];
  if (what !== undefined) announcement.value = what;
}

/** Reads the wall from its beginning. */
export async function loadWall(): Promise<void> {
  const query = filterQuery(filters.value);
  wallState.value = "loading";
  try {
    const page = await readPage(query, undefined);
    if (!isAsked(query)) return;
    batch(() => {
      for (const run of page.runs) take(run);
      wallIds.value = page.runs.map(({ id }) => id);
      nextCursor.value = page.next;
      wallState.value = "ready";
    });
  } catch (error) {
    wallError.value = sentenceOf(error);
    wallState.value = "failed";
  }
}

let isLoadingMore = false;

/** Reads the next page, if there is one. */
export async function loadMore(): Promise<void> {
  const cursor = nextCursor.peek();
  if (cursor === null || isLoadingMore) return;
  isLoadingMore = true;
  try {
    const page = await readPage(filterQuery(filters.peek()), cursor);
    if (nextCursor.peek() !== cursor) return;
    batch(() => {
      for (const run of page.runs) take(run);
      wallIds.value = [...new Set([...wallIds.peek(), ...page.runs.map(({ id }) => id)])];
      nextCursor.value = page.next;
    });
  } finally {
    isLoadingMore = false;
  }
}

/** Looks for runs that were created or deleted elsewhere, and for changes that no stream tells of. */
export async function lookAgain(): Promise<void> {
  const query = filterQuery(filters.peek());
  const before = wallIds.peek();
  const page = await readPage(query, undefined);
  const unlisted = goneFrom(before, page);
  // By status, a list leaves out those that have another by now, too: such a one stays where its user looks at it.
  const gone = query.status === undefined ? unlisted : await goneAmong(unlisted);
  if (!isAsked(query)) return;
  batch(() => {
    for (const run of page.runs) take(run);
    const ids = new Set(wallIds.peek());
    const added = page.runs.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
    if (added.length > 0) wallIds.value = [...added, ...wallIds.peek()];
    for (const id of gone) takeOffWall(id);
  });
}

/** Which of these runs are no more: they would be on the first page of all that there are, and are not. */
export function goneFrom(ids: readonly string[], { runs, next }: { runs: Run[]; next: string | null }): string[] {
  const listed = new Set(runs.map(({ id }) => id));
  const oldest = next === null ? "" : (runs.at(-1)?.createdAt ?? "");
  return ids.filter((id) => !listed.has(id) && (known.get(id)?.peek().createdAt ?? "") > oldest);
}

/** Which of these runs there are no more. What the others are by now is taken in, which takes deleted ones off the wall. */
async function goneAmong(ids: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (let from = 0; from < ids.length; from += MAX_RUNS) {
    const { runs, not_found: unknown = [] } = await readNamed(ids.slice(from, from + MAX_RUNS));
    batch(() => {
      for (const run of runs) take(run as Run);
    });
    gone.push(...unknown);
  }
  return gone;
}

/** Reads these runs, 100 at most. */
const readNamed = (runIds: readonly string[]) =>
  answerOf(backline().GET("/api/tasks/runs", { params: { query: { runIds: [...runIds] } } }));

type Query = ReturnType<typeof filterQuery>;

/** Whether the wall still shows what this asked for. */
const isAsked = (query: Query): boolean => JSON.stringify(query) === JSON.stringify(filterQuery(filters.peek()));

async function readPage(query: Query, cursor: string | undefined): Promise<{ runs: Run[]; next: string | null }> {
  const page = { ...query, limit: MAX_RUNS, ...(cursor === undefined ? {} : { cursor }) };
  const answer = await answerOf(backline().GET("/api/tasks/runs", { params: { query: page } }));
  // Without `fields` all of each is there.
  return { runs: answer.runs as Run[], next: answer.next_cursor ?? null };
}

/** Reads one run in full, with the steps of one that ended long ago. Throws a CallError. */
export async function loadRun(runId: string): Promise<Run> {
  const answer = await answerOf(backline().GET("/api/tasks/runs/{runId}", { params: { path: { runId } } }));
  take(answer.run);
  return answer.run;
}

/** Puts runs that were just created on the wall, before all others. */
export async function showCreated(runIds: readonly string[]): Promise<void> {
  const answer = await readNamed(runIds);
  batch(() => {
    for (const run of answer.runs) take(run as Run);
    const ids = wallIds.peek().filter((id) => !runIds.includes(id));
    wallIds.value = [...answer.runs.map(({ id }) => id), ...ids];
  });
}

/** Takes a deleted run off the wall. */
export function takeOffWall(runId: string): void {
  wallIds.value = wallIds.peek().filter((id) => id !== runId);
}

// --- Following those that are not over ---

const openIds = computed(() => {
  void opened.value;
  const [place, runId] = route.value.path;
  // One that is opened by its address may be on no page of the wall.
  const ids = place === "runs" && runId !== undefined ? [runId, ...wallIds.value] : wallIds.value;
  return [...new Set(ids)].filter(isOpenNow);
});
const isOpenNow = (id: string): boolean => {
  const entry = known.get(id);
  return entry !== undefined && isOpen(entry.peek());
};

/** Changes that were told and not taken in yet. */
const waiting: Run[] = [];
let isTaking = false;

function takeSoon(run: Run): void {
  waiting.push(run);
  if (isTaking) return;
  isTaking = true;
  setTimeout(takeWaiting);
}

function takeWaiting(): void {
  const until = performance.now() + SLICE_MS;
  while (waiting.length > 0 && performance.now() < until) {
    const run = waiting.shift();
    if (run !== undefined) take(run);
  }
  isTaking = waiting.length > 0;
  if (isTaking) setTimeout(takeWaiting);
}

/** Follows these runs until all are over, the stream is refused, or `signal` says so. */
async function follow(ids: readonly string[], abort: AbortSignal): Promise<void> {
  const path = `/api/tasks/runs/stream?runIds=${ids.join(",")}`;
  let lastId: string | undefined;
  let isOver = false;
  const onEvent = ({ name, data }: { name: string; data: string }) => {
    if (name === "run") takeSoon(JSON.parse(data) as Run);
    if (name === "end") isOver = true;
  };
  while (!isOver && !abort.aborted) {
    try {
      lastId = await readEvents(path, { lastId, signal: abort, onEvent });
    } catch (error) {
      if (abort.aborted) return;
      // One of the runs is gone, or the key is: the list says what is left.
      if (error instanceof CallError && error.status >= 400 && error.status < 500) return;
    }
    if (!isOver) await pause(RECONNECT_MS, abort);
  }
}

const pause = (ms: number, abort: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const leave = () => {
      clearTimeout(timer);
      resolve();
    };
    abort.addEventListener("abort", leave, { once: true });
  });

/** Keeps the wall true for as long as somebody is signed in. Returns what ends it. */
export function keepWall(): () => void {
  let streams: { ids: string; abort: AbortController }[] = [];
  const followed = new Set<string>();
  const endStreams = () => {
    for (const { abort } of streams) abort.abort();
    streams = [];
    followed.clear();
  };
  const disposeFilters = effect(() => {
    void filters.value;
    if (apiKey.value !== null) void loadWall();
  });
  const disposeStreams = effect(() => {
    const ids = openIds.value.slice(0, MAX_RUNS * MAX_STREAMS);
    // Runs that are over cost a stream nothing: it is opened anew for others only.
    if (ids.every((id) => followed.has(id))) return;
    endStreams();
    for (let from = 0; from < ids.length; from += MAX_RUNS) {
      const some = ids.slice(from, from + MAX_RUNS);
      for (const id of some) followed.add(id);
      const abort = new AbortController();
      streams.push({ ids: some.join(), abort });
      void follow(some, abort.signal).then(() => {
        // Those of a stream that was ended here are followed by the next one.
        if (!abort.signal.aborted) for (const id of some) followed.delete(id);
      });
    }
  });
  const timer = setInterval(() => {
    // A page that nobody sees asks for nothing.
    if (!document.hidden && wallState.peek() === "ready") lookAgain().catch(() => undefined);
  }, LIST_AGAIN_MS);
  const disposeReturn = effect(() => {
    if (isServerThere.value && wallState.peek() === "failed") void loadWall();
  });
  return () => {
    disposeFilters();
    disposeStreams();
    disposeReturn();
    clearInterval(timer);
    endStreams();
    known.clear();
    wallIds.value = [];
    wallState.value = "loading";
  };
}
