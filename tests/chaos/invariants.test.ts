/** Each invariant can fail: facts that are in order, and for every invariant the smallest change that breaks it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { modelNamed } from "../../worker/fal/models.ts";
import type { ArchivedFact, Facts, RenderedJob, StoredObject, Submission } from "./facts.ts";
import { excuse, INVARIANTS, orphans } from "./invariants.ts";
import { apply, MUTATIONS } from "./mutations.ts";
import { slowestCallMs } from "./worker-log.ts";

const T0 = Date.parse("2026-11-22T10:00:00Z");
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

const submission = (change: Partial<Submission> = {}): Submission => ({
  number: 1,
  at: at(0),
  via: "queue",
  model: modelNamed("image").candidates[0].endpoint,
  input: {},
  headers: {},
  webhookUrl: "http://localhost/callbacks/fal/gen_1/1",
  requestId: "request-1",
  answer: 200,
  faults: [],
  accepted: true,
  status: "COMPLETED",
  outcome: "ok",
  billing: { units: 1, unit: "image", usd: 0.08 },
  cancelled: false,
  callbacks: [],
  refusedReads: [],
  completedAt: T0 + 1000,
  ...change,
});

const job = (change: Partial<RenderedJob> = {}): RenderedJob => ({
  ...{ runId: "run_1", kind: "render", instance: "renderer-0", from: T0 + 1650, to: T0 + 1800, isAnswered: true },
  ...change,
});

const stored = (ref: MediaRef, change: Partial<StoredObject> = {}): StoredObject => ({
  ...{ ref, bytes: 1, storedAt: T0 + 1700 },
  ...change,
});

/** The run, failed with this code at this step. */
const failedAs = (facts: Facts, code: string, step: string) =>
  Object.assign(first(facts.runs), {
    status: "FAILED",
    output: null,
    error: { code, step, message: "It failed of something.", retryable: true },
  });

/** One completed run of one generation, as everyone saw it. */
function inOrder(): Facts {
  const video = "media:videos/run_1/1.mp4";
  // Of the rows only what the invariants look at; the database's own types ask for every column.
  const rows = {
    months: [
      { accountId: "a", month: "2026-11", activeRuns: 0, reservedMicros: 0, chargedMicros: 80_000, erasedMicros: 0 },
    ],
    batches: [{ id: "batch_1", accountId: "a" }],
    artists: [{ id: "artist_1", accountId: "a" }],
    songs: [{ id: "song_1", accountId: "a", artistId: "artist_1" }],
    runs: [
      {
        ...{ id: "run_1", accountId: "a", batchId: "batch_1", artistId: "artist_1", songId: "song_1" },
        ...{
          status: "COMPLETED",
          error: null,
          createdAt: T0 - 100,
          deadlineAt: T0 - 100 + 6 * 3600 * 1000 * 0.1 + 1000,
          finishedAt: T0 + 2000,
          idempotencyKey: "key 1",
          chargedMicros: 80_000,
          cleanedUpAt: T0 + 20_000,
          deletedAt: null,
          outputs: {},
        },
        output: { videoSourceUrl: video, posterUrl: "media:videos/run_1/1.jpg", renderedVideoBytes: 10 },
      },
    ],
    steps: [
      { runId: "run_1", name: "image", accountId: "a", generationId: "gen_1", output: null },
      { runId: "run_1", name: "render", accountId: "a", generationId: null, status: "done", finishedAt: T0 + 1900 },
    ],
    generations: [
      {
        ...{
          id: "gen_1",
          accountId: "a",
          runId: "run_1",
          model: "image",
          candidate: null,
          status: "completed",
          requestId: "request-1",
        },
        ...{ input: {}, output: { data: {}, media: {} }, costMicros: 80_000, expectedMicros: 80_000, wastedMicros: 0 },
        ...{ finishedAt: T0 + 1500, waiters: [] },
      },
    ],
    events: [
      {
        ...{ id: "evt_1", key: `run_1:${T0 + 2000}`, accountId: "a", type: "run.completed" },
        ...{ runId: "run_1", batchId: "batch_1", ending: { status: "COMPLETED" } },
      },
      {
        ...{ id: "evt_2", key: `batch_1:${T0 + 2000}`, accountId: "a", type: "batch.finished" },
        ...{ runId: null, batchId: "batch_1", ending: [{ id: "run_1", status: "COMPLETED" }] },
      },
    ],
    deliveries: [
      { id: "dlv_1", accountId: "a", eventId: "evt_1", status: "delivered" },
      { id: "dlv_2", accountId: "a", eventId: "evt_2", status: "pending", nextAttemptAt: T0 + 29_000 },
    ],
  } as unknown as Pick<
    Facts,
    "months" | "batches" | "artists" | "songs" | "runs" | "steps" | "generations" | "events" | "deliveries"
  >;
  return {
    ...rows,
    ...{ goneRuns: [], goneGenerations: [], archives: [] },
    ...{ deletions: [], erasures: [], reappearances: [], traces: {} },
    readAt: T0 + 30_000,
    timeScale: 0.1,
    stallMs: 0,
    slowestCallMs: 0,
    answered: [{ runId: "run_1", accountId: "a", artistId: "artist_1" }],
    sightings: [
      { runId: "run_1", at: T0, status: "EXECUTING", progress: 0.5 },
      { runId: "run_1", at: T0 + 2000, status: "COMPLETED", progress: 1 },
    ],
    publications: [{ runId: "run_1", ref: video, sha256: "abc" }],
    retries: [],
    submissions: [submission()],
    arrivals: [
      {
        ...{ path: "/a", eventId: "evt_1", status: 200, at: T0 + 2500 },
        run: { id: "run_1", status: "COMPLETED", hasOutput: true },
      },
      { path: "/a", eventId: "evt_2", status: 500, at: T0 + 2500, run: null },
    ],
    objects: [stored(video, { bytes: 10, sha256: "abc" }), stored("media:videos/run_1/1.jpg")],
    waits: [{ runId: "run_1", waitsFor: "renderer", since: T0 + 500, seenAt: T0 + 1400 }],
    states: [],
    jobs: [job({ from: T0 + 1600, to: T0 + 1700, isAnswered: false }), job()],
    lines: { visitors: [], breakers: [], renders: [{ run_id: "run_1", status: "ended", ended_at: T0 + 1800 }] },
    failedOnce: [],
    slots: 1,
    leftovers: [],
    forgeries: [401, 0, 503],
  };
}

const breaksOf = (facts: Facts) => INVARIANTS.filter(({ breaks }) => breaks(facts).length > 0).map(({ name }) => name);
const first = <Item>(items: Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error("There is none");
  return item;
};

/** Archives the run, as it should be. */
function archiveFirst(facts: Facts): ArchivedFact {
  const { runs, generations, batches } = facts;
  const run = Object.assign(first(runs), { version: 1, archived: {} });
  const batch = { ...first(batches), snapshot: {} };
  const archived = {
    ...{ runId: run.id, stepsLeft: 0, generationsLeft: [] },
    archive: { format: 1, run: { ...run, steps: { image: {} } }, batch, generations: [...generations] },
  } as unknown as ArchivedFact;
  facts.archives.push(archived);
  return archived;
}

/** Deletes the run, as it should be. */
function deleteFirst(facts: Facts) {
  const run = Object.assign(first(facts.runs), { deletedAt: T0 + 4000, output: null });
  Object.assign(first(facts.generations), { key: "discarded:gen_1", input: {}, output: null, keptResult: null });
  facts.objects.splice(0);
  facts.deletions.push({ runId: run.id, askedAt: T0 + 3900, answeredAt: T0 + 4100 });
  return run;
}

/** Erases the artist, as it should be. */
function eraseFirst(facts: Facts) {
  const { accountId, artistId } = deleteFirst(facts);
  facts.goneRuns = facts.runs.splice(0);
  facts.goneGenerations = ["gen_1"];
  Object.assign(first(facts.months), { erasedMicros: 80_000 });
  for (const rows of [facts.batches, facts.events, facts.deliveries, facts.artists, facts.songs]) rows.splice(0);
  const answer = { askedAt: T0 + 5000, answeredAt: T0 + 5100, completedAt: T0 + 9000, remains: ["database"] };
  const erasure = { artistId, accountId, name: "Somebody", ...answer };
  facts.erasures.push(erasure);
  facts.traces[artistId] = { erasures: [artistId] };
  return erasure;
}

test("facts that are in order break nothing", () => {
  expect(breaksOf(inOrder())).toEqual([]);
  const facts = inOrder();
  archiveFirst(facts);
  expect(breaksOf(facts)).toEqual([]);
  for (const remove of [deleteFirst, eraseFirst]) {
    const removed = inOrder();
    remove(removed);
    expect(breaksOf(removed)).toEqual([]);
  }
});

test("a deleted run may have been archived before, and has no object", () => {
  const facts = inOrder();
  Object.assign(archiveFirst(facts), { archive: null });
  deleteFirst(facts);
  facts.goneGenerations = ["gen_1"];
  expect(breaksOf(facts)).toEqual([]);
});

test("what a renderer delivers for a run that was deleted waits for cleanup", () => {
  const facts = inOrder();
  Object.assign(deleteFirst(facts), { cleanedUpAt: null });
  facts.objects.push(stored("media:videos/run_1/2.mp4", { storedAt: T0 + 7000 }));
  expect(breaksOf(facts)).toEqual([]);
  facts.objects.push(stored("media:videos/run_1/3.mp4", { storedAt: T0 + 5000 }));
  expect(breaksOf(facts)).toEqual(["deleted-files-gone"]);
});

test.each<[string, (facts: Facts) => void]>([
  ["no-run-lost", (facts) => facts.answered.push({ runId: "run_2", accountId: "a", artistId: "artist_1" })],
  ["no-run-lost", (facts) => Object.assign(first(facts.runs), { status: "EXECUTING" })],
  ["no-run-overdue", (facts) => Object.assign(first(facts.runs), { status: "QUEUED", deadlineAt: T0 })],
  [
    "no-generation-left-open",
    (facts) => {
      Object.assign(first(facts.generations), { status: "submitted" });
      Object.assign(first(facts.submissions), { status: "IN_PROGRESS" });
    },
  ],
  ["not-paid-twice", (facts) => facts.submissions.push(submission({ at: at(2), requestId: "request-2" }))],
  [
    "not-paid-twice",
    (facts) => {
      Object.assign(first(facts.submissions), { outcome: "client_cancelled", billing: null });
      facts.submissions.push(submission({ at: at(2), requestId: "request-2" }));
      Object.assign(first(facts.generations), { requestId: "request-2" });
    },
  ],
  [
    "every-payment-known",
    (facts) => facts.submissions.push(submission({ webhookUrl: "http://localhost/callbacks/fal/gen_9/1" })),
  ],
  ["one-video-per-run", (facts) => facts.objects.shift()],
  ["one-video-per-run", (facts) => Object.assign(first(facts.objects), { bytes: 9 })],
  ["one-video-per-run", (facts) => Object.assign(first(facts.runs), { output: null })],
  ["published-bytes-stay", (facts) => Object.assign(first(facts.objects), { sha256: "other" })],
  ["published-bytes-stay", (facts) => Object.assign(first(facts.publications), { ref: "media:videos/run_1/2.mp4" })],
  ["no-output-without-success", (facts) => Object.assign(first(facts.runs), { status: "CANCELED" })],
  [
    "settled-stays-settled",
    (facts) => facts.sightings.push({ runId: "run_1", at: T0 + 3000, status: "EXECUTING", progress: 1 }),
  ],
  [
    "progress-never-back",
    (facts) => facts.sightings.push({ runId: "run_1", at: T0 + 3000, status: "COMPLETED", progress: 0.9 }),
  ],
  ["progress-never-back", (facts) => Object.assign(first(facts.sightings), { progress: 1.1 })],
  ["failures-explained", (facts) => Object.assign(first(facts.runs), { status: "FAILED", error: null })],
  [
    "failures-explained",
    (facts) =>
      Object.assign(first(facts.runs), {
        status: "FAILED",
        error: { code: "fal_timeout", message: "It took too long." },
      }),
  ],
  ["costs-as-billed", (facts) => Object.assign(first(facts.generations), { costMicros: 160_000 })],
  ["costs-as-billed", (facts) => Object.assign(first(facts.generations), { requestId: "request-9" })],
  [
    "waste-never-hidden",
    (facts) => facts.submissions.push(submission({ at: at(2), requestId: "request-2", outcome: "ok" })),
  ],
  ["charged-as-spent", (facts) => Object.assign(first(facts.runs), { chargedMicros: 0 })],
  ["counters-add-up", (facts) => Object.assign(first(facts.months), { chargedMicros: 0 })],
  ["counters-add-up", (facts) => Object.assign(first(facts.months), { activeRuns: 1 })],
  ["counters-add-up", (facts) => facts.months.pop()],
  ["charged-as-spent", (facts) => Object.assign(first(facts.generations), { wastedMicros: 10 })],
  [
    "charged-as-spent",
    (facts) => Object.assign(first(facts.generations), { status: "failed", costMicros: 0, expectedMicros: 79_000 }),
  ],
  ["one-batch-per-key", (facts) => facts.runs.push({ ...first(facts.runs), id: "run_2", batchId: "batch_2" })],
  ["one-batch-per-key", (facts) => facts.answered.push(first(facts.answered))],
  ["every-end-told", (facts) => facts.events.shift()],
  ["every-end-told", (facts) => facts.events.push({ ...first(facts.events), key: "run_1:1" })],
  ["every-end-told", (facts) => Object.assign(first(facts.events), { type: "run.failed" })],
  ["every-batch-told", (facts) => facts.events.pop()],
  ["every-batch-told", (facts) => facts.events.push(...facts.events)],
  ["every-batch-told", (facts) => Object.assign(first(facts.runs), { status: "FAILED" })],
  ["no-delivery-lost", (facts) => facts.deliveries.shift()],
  ["no-delivery-lost", (facts) => facts.deliveries.push(first(facts.deliveries))],
  ["no-delivery-lost", (facts) => Object.assign(first(facts.arrivals), { status: 500 })],
  ["no-delivery-lost", (facts) => Object.assign(first(facts.arrivals), { path: "/b" })],
  ["no-delivery-lost", (facts) => Object.assign(first(facts.deliveries), { status: "pending", nextAttemptAt: T0 })],
  ["no-delivery-lost", (facts) => Object.assign(first(facts.deliveries), { status: "exhausted" })],
  ["accounts-apart", (facts) => Object.assign(first(facts.events), { accountId: "b" })],
  ["accounts-apart", (facts) => Object.assign(first(facts.generations), { accountId: "b" })],
  ["accounts-apart", (facts) => Object.assign(first(facts.answered), { accountId: "b" })],
  ["accounts-apart", (facts) => Object.assign(first(facts.songs), { artistId: "gone" })],
  ["orphans-collected", (facts) => facts.objects.push(stored("media:videos/run_1/2.mp4"))],
  ["orphans-collected", (facts) => facts.objects.push(stored("media:generations/gen_1/1-image.png"))],
  [
    "orphans-collected",
    (facts) => {
      Object.assign(first(facts.runs), { cleanedUpAt: null });
      facts.readAt = T0 + 600_000;
    },
  ],
  ["states-fail-nothing", (facts) => failedAs(facts, "fal_key_refused", "image")],
  ["states-fail-nothing", (facts) => failedAs(facts, "fal_balance_exhausted", "image")],
  ["states-fail-nothing", (facts) => failedAs(facts, "renderer_unavailable", "render")],
  ["states-fail-nothing", (facts) => failedAs(facts, "renderer_unavailable", "cut")],
  [
    "states-fail-nothing",
    (facts) =>
      Object.assign(first(facts.runs), {
        status: "TIMED_OUT",
        error: { code: "run_timed_out", message: "The run waited too long for a renderer.", retryable: true },
      }),
  ],
  [
    "waits-use-no-time",
    (facts) => facts.waits.push({ runId: "run_1", waitsFor: "fal_slot", since: T0 + 1500, seenAt: T0 + 9000 }),
  ],
  ["no-time-out-early", (facts) => Object.assign(first(facts.runs), { status: "TIMED_OUT", output: null })],
  ["over-waits-for-nothing", (facts) => Object.assign(first(facts.runs), { waitsFor: "renderer", waitsSince: T0 })],
  [
    "waiters-have-heard",
    (facts) => Object.assign(first(facts.generations), { waiters: ["run_1"], dueAt: T0 - 9_000_000 }),
  ],
  ["successors-answer", (facts) => failedAs(facts, "fal_model_retired", "image")],
  [
    "successors-answer",
    (facts) => {
      failedAs(facts, "fal_model_retired", "image");
      const [asked] = modelNamed("image").candidates;
      facts.submissions = [submission({ model: asked.endpoint, faults: [{ kind: "retired", as: "gone" }] })];
    },
  ],
  ["no-place-held", (facts) => facts.lines.visitors.push({ generation_id: "gen_1", status: "inside" })],
  ["no-place-held", (facts) => facts.lines.breakers.push({ cause: "fal_key" })],
  ["no-place-held", (facts) => facts.lines.renders.push({ run_id: "run_1", status: "waiting", ended_at: null })],
  ["no-place-held", (facts) => Object.assign(first(facts.runs), { status: "EXECUTING" })],
  ["no-place-held", (facts) => Object.assign(first(facts.lines.renders), { ended_at: T0 - 9_000_000 })],
  [
    "slots-not-exceeded",
    (facts) => {
      facts.generations.push({ ...first(facts.generations), id: "gen_2" });
      facts.submissions.push(submission({ at: at(0.5), webhookUrl: "http://localhost/callbacks/fal/gen_2/1" }));
    },
  ],
  ["rendered-once-at-a-time", (facts) => facts.jobs?.push(job({ instance: "renderer-1" }))],
  ["renders-sent-for", (facts) => Object.assign(facts.steps[1] ?? {}, { finishedAt: T0 + 400_000 })],
  ["archived-whole", (facts) => Object.assign(archiveFirst(facts), { archive: null })],
  ["archived-whole", (facts) => archiveFirst(facts) && facts.archives.pop()],
  ["archived-whole", (facts) => Object.assign(archiveFirst(facts), { stepsLeft: 1 })],
  ["archived-whole", (facts) => archiveFirst(facts).generationsLeft.push(first(facts.generations))],
  ["archived-whole", (facts) => Object.assign(archiveFirst(facts).archive?.run ?? {}, { steps: {} })],
  ["archived-whole", (facts) => archiveFirst(facts) && Object.assign(first(facts.runs), { version: 2 })],
  ["archived-whole", (facts) => archiveFirst(facts) && Object.assign(first(facts.runs), { status: "REATTEMPTING" })],
  ["archived-whole", (facts) => facts.steps.splice(0)],
  ["archived-whole", (facts) => facts.goneGenerations.push("gen_1")],
  [
    "archived-whole",
    (facts) => {
      Object.assign(archiveFirst(facts).archive ?? {}, { generations: [] });
      facts.goneGenerations.push("gen_1");
    },
  ],
  [
    "archived-whole",
    (facts) => {
      archiveFirst(facts).generationsLeft.push({ id: "gen_1", step: "image", status: "completed" });
      deleteFirst(facts);
    },
  ],
  ["counters-add-up", (facts) => eraseFirst(facts) && Object.assign(first(facts.months), { erasedMicros: 0 })],
  ["charged-as-spent", (facts) => eraseFirst(facts) && Object.assign(first(facts.goneRuns), { chargedMicros: 0 })],
  ["removed-as-asked", (facts) => deleteFirst(facts) && facts.deletions.pop()],
  ["removed-as-asked", (facts) => Object.assign(deleteFirst(facts), { deletedAt: null })],
  ["removed-as-asked", (facts) => eraseFirst(facts) && facts.erasures.pop()],
  ["removed-as-asked", (facts) => Object.assign(deleteFirst(facts), { finishedAt: T0 + 5000 })],
  [
    "removed-as-asked",
    (facts) => deleteFirst(facts) && facts.reappearances.push({ runId: "run_1", at: T0 + 6000, how: "is in a list" }),
  ],
  ["deleted-files-gone", (facts) => deleteFirst(facts) && facts.objects.push(stored("media:videos/run_1/1.mp4"))],
  ["deleted-files-gone", (facts) => deleteFirst(facts) && facts.objects.push(stored("library:clips/a/run_1/1.wav"))],
  ["deleted-files-gone", (facts) => deleteFirst(facts) && facts.objects.push(stored("library:archive/a/run_1/1.json"))],
  ["deleted-files-gone", (facts) => deleteFirst(facts) && facts.objects.push(stored("media:generations/gen_1/1.png"))],
  ["deleted-files-gone", (facts) => deleteFirst(facts) && facts.objects.push(stored("library:callbacks/gen_1/1"))],
  ["deleted-rows-empty", (facts) => Object.assign(deleteFirst(facts), { outputs: { caption: {} } })],
  ["deleted-rows-empty", (facts) => deleteFirst(facts) && Object.assign(first(facts.generations), { input: { a: 1 } })],
  ["erased-whole", (facts) => Object.assign(eraseFirst(facts), { answeredAt: null })],
  ["erased-whole", (facts) => Object.assign(eraseFirst(facts), { completedAt: null })],
  ["erased-whole", (facts) => Object.assign(eraseFirst(facts), { remains: [] })],
  ["erased-whole", (facts) => Object.assign(facts.traces[eraseFirst(facts).artistId] ?? {}, { library: ["a file"] })],
  ["others-untouched", (facts) => failedAs(facts, "input_missing", "image")],
  ["messages-true", (facts) => Object.assign(first(facts.arrivals).run ?? {}, { status: "FAILED" })],
  ["messages-true", (facts) => deleteFirst(facts) && Object.assign(first(facts.arrivals), { at: T0 + 20_000 })],
  [
    "messages-true",
    (facts) => {
      eraseFirst(facts);
      Object.assign(first(facts.arrivals), { at: T0 + 20_000 });
      Object.assign(first(facts.arrivals).run ?? {}, { hasOutput: false });
    },
  ],
  ["no-forgery-taken", (facts) => facts.forgeries.push(200)],
  ["no-file-left", (facts) => facts.leftovers.push("backline-job-1-abc")],
])("%s can break", (name, change) => {
  const facts = inOrder();
  change(facts);
  expect(breaksOf(facts)).toContain(name);
});

test("every invariant is seen to break above", () => {
  expect(INVARIANTS.length).toBe(40);
});

test("a run may fail for want of a renderer when so many broke its job off", () => {
  const facts = inOrder();
  failedAs(facts, "renderer_unavailable", "render");
  facts.jobs = Array.from({ length: 3 }, () => job({ isAnswered: false }));
  expect(breaksOf(facts)).not.toContain("states-fail-nothing");
});

test("a wait may be seen for as long as the database took to be told of its end", () => {
  const facts = inOrder();
  facts.waits.push({ runId: "run_1", waitsFor: "fal_slot", since: T0 + 1500, seenAt: T0 + 9000 });
  expect(breaksOf(facts)).toEqual(["waits-use-no-time"]);
  facts.slowestCallMs = slowestCallMs(['{"at":"","event":"callback"}', '{"slowMs":2600}', '{"slowMs":310}']);
  expect(breaksOf(facts)).toEqual([]);
});

test("a run may fail because a model is gone when all of them are", () => {
  const facts = inOrder();
  failedAs(facts, "fal_model_retired", "image");
  facts.submissions = modelNamed("image").candidates.map(({ endpoint }) =>
    submission({ model: endpoint, faults: [{ kind: "retired", as: "gone" }] }),
  );
  expect(breaksOf(facts)).not.toContain("successors-answer");
});

describe("a slot is not held", () => {
  const other = (change: Partial<Submission>) => {
    const facts = inOrder();
    facts.generations.push({ ...first(facts.generations), id: "gen_2" });
    facts.submissions.push(
      submission({ at: at(0.5), webhookUrl: "http://localhost/callbacks/fal/gen_2/1", ...change }),
    );
    return facts;
  };
  test("once its request has ended", () => {
    expect(breaksOf(other({ at: at(1.2), completedAt: T0 + 2000 }))).not.toContain("slots-not-exceeded");
  });
  test("by a request that was not accepted", () => {
    expect(breaksOf(other({ accepted: false }))).not.toContain("slots-not-exceeded");
  });
  test("by one that failed, and may have been given up", () => {
    const facts = other({});
    facts.failedOnce.push("gen_2");
    expect(breaksOf(facts)).not.toContain("slots-not-exceeded");
  });
});

test("a run that was retried on our request may leave its end", () => {
  const facts = inOrder();
  facts.sightings = [
    { runId: "run_1", at: T0, status: "FAILED", progress: 0.5 },
    { runId: "run_1", at: T0 + 2000, status: "EXECUTING", progress: 0.5 },
    { runId: "run_1", at: T0 + 3000, status: "COMPLETED", progress: 1 },
  ];
  expect(breaksOf(facts)).toEqual(["settled-stays-settled"]);
  facts.retries = [{ runId: "run_1", at: T0 + 1000 }];
  expect(breaksOf(facts)).toEqual([]);
});

describe("a request may be made again", () => {
  const deadlineMs = 60_000;
  const next = (seconds: number) => submission({ at: at(seconds), requestId: "request-2" });
  const heard = [{ at: at(1), answeredAt: at(1), faulty: false, answer: 200, final: true }];
  const heardLate = [{ at: at(62), answeredAt: at(62), faulty: false, answer: 200, final: true }];
  const third = { ...next(80), webhookUrl: "http://localhost/callbacks/fal/gen_1/3" };

  test.each<[string, Submission, Submission, string | undefined]>([
    ["when it failed", submission({ outcome: "internal_server_error" }), next(2), "it had ended as"],
    ["when its file is gone", submission({ faults: [{ kind: "media-missing" }] }), next(2), "its answer was of no use"],
    ["when its deadline passed", submission({ completedAt: null, outcome: null }), next(60), "its deadline had passed"],
    ["not before its deadline", submission({ completedAt: null, outcome: null }), next(50), undefined],
    ["not before it failed", submission({ outcome: "internal_server_error" }), next(0.5), undefined],
    ["not when it answered well", submission(), next(2), undefined],
    ["not when we heard of its answer before the deadline", submission({ callbacks: heard }), next(70), undefined],
    [
      "not when we heard of its answer before we asked again",
      submission({ callbacks: heardLate }),
      next(80),
      undefined,
    ],
    [
      "when an attempt between them never arrived",
      submission({ callbacks: heardLate }),
      third,
      "its deadline had passed",
    ],
    ["not when we heard of its answer before that attempt", submission({ callbacks: heard }), third, undefined],
  ])("%s", (_what, earlier, later, expected) => {
    const why = excuse(earlier, later, deadlineMs, false, 0);
    if (expected === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(expected);
  });

  test("when its callback was still being answered as that was decided", () => {
    const answered = submission({ callbacks: heardLate });
    expect(excuse(answered, next(70), deadlineMs, false, 0)).toBeUndefined();
    expect(excuse(answered, next(70), deadlineMs, false, 5000)).toBe("its deadline had passed");
  });

  test("when its deadline began to run before it stood still on its way", () => {
    const unheard = submission({ completedAt: null, outcome: null });
    expect(excuse(unheard, next(55), deadlineMs, false, 0)).toBeUndefined();
    expect(excuse(unheard, next(55), deadlineMs, false, 5000)).toBe("its deadline had passed");
  });

  test("when it was cancelled, for a run that was given up and taken up again", () => {
    const cancelled = submission({ outcome: "client_cancelled" });
    expect(excuse(cancelled, next(2), deadlineMs, true, 0)).toContain("it had ended as");
    expect(excuse(cancelled, next(2), deadlineMs, false, 0)).toBeUndefined();
  });
});

test("files that no row names are orphans, files of accounts are not", () => {
  const facts = inOrder();
  facts.objects.push(
    stored("media:videos/run_1/2.mp4"),
    stored("media:generations/gen_1/1-image.png"),
    stored("library:clips/a/run_1/1.wav"),
    stored("library:songs/x/y"),
  );
  expect(orphans(facts)).toHaveLength(3);
});

test.each(MUTATIONS)("the edit that takes away the $name protection still finds its text", ({ edits }) => {
  for (const edit of edits) expect(apply(edit, readFileSync(join(ROOT, edit.file), "utf8"))).toContain(edit.replace);
});
