/** What becomes of runs that are deleted, whatever state they are in, against a real D1 and a real R2. */
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accountMonths, generations, orphanedFiles, webhookDeliveries, webhookEvents } from "../../worker/db/schema.ts";
import { showInFull } from "../../worker/http/run-answers.ts";
import { sweepOrphanedFiles } from "../../worker/library/orphaned-files.ts";
import { sendArchivals, sendCleanUps } from "../../worker/runs/chores.ts";
import { deleteRuns } from "../../worker/runs/delete-runs.ts";
import { generationFile, videoFile } from "../../worker/runs/object-keys.ts";
import { readRuns } from "../../worker/runs/read-runs.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { attemptDelivery } from "../../worker/webhooks/deliver.ts";
import { DAY, type FilesDriver, MINUTE, openBeforeEach } from "../support/deleting.ts";
import type { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let driver: FilesDriver;
openBeforeEach((opened, its) => {
  [local, driver] = [opened, its];
});

/** A batch of two, told of to a receiver. */
async function admit() {
  const admission = await newAdmission(local.db, driver.time, {});
  const [one = "", other = ""] = (await driver.admit(admission)).runIds;
  return { accountId: admission.accountId, one, other };
}
const row = async (runId: string) => {
  const found = await driver.row(runId);
  if (!found) throw new Error(`${runId} is gone`);
  return found;
};
const view = async (accountId: string, runId: string) => {
  const [found] = await readRuns(driver.services, { accountId, ids: [runId], limit: 1 });
  if (!found) throw new Error(`${runId} is gone`);
  return showInFull(driver.services, found);
};
const generationsOf = (runId: string) => local.db.select().from(generations).where(eq(generations.runId, runId));
/** Keys of files that are the run's own, or its generations'. */
const filesOf = async (runId: string) => {
  const ids = (await generationsOf(runId)).map(({ id }) => id);
  return (await driver.keys()).filter((key) => [runId, ...ids].some((id) => key.includes(id)));
};
/** What nobody looks for any more. */
async function later(ms: number): Promise<void> {
  driver.time += ms;
  await sweepOrphanedFiles(driver.services);
}

test("a completed run's files are gone at once, and what it cost and what was chosen stays", async () => {
  const { accountId, one, other } = await admit();
  await driver.run();
  await driver.storeMade();
  const before = await view(accountId, one);
  const [shown] = before.output?.files ?? [];
  expect(shown?.kind).toBe("video");
  expect(await filesOf(one)).toEqual(expect.arrayContaining([`videos/${one}/1-1.mp4`, `videos/${one}/1-1.jpg`]));
  const others = await filesOf(other);

  expect(await deleteRuns(driver.services, accountId, [one])).toMatchObject({ runs: 1, files: 6 });

  expect(await filesOf(one)).toEqual([]);
  expect(await filesOf(other)).toEqual(others);
  const after = await view(accountId, one);
  const { costInCents, choices, payload, status } = before;
  expect(after).toMatchObject({ costInCents, choices, payload, status, output: null });
  expect(after.deletedAt).toBe(new Date(driver.time).toISOString());
  expect(after.metadata.version).toBeGreaterThan(before.metadata.version);
  const listed = await readRuns(driver.services, { accountId, limit: 10 });
  expect(listed.map(({ run }) => run.id)).toEqual([other]);
  const ofBatch = await readRuns(driver.services, { accountId, batchId: after.batchId, limit: 10 });
  expect(ofBatch.map(({ run }) => run.id)).toEqual([other]);

  // Again, nothing is left to do.
  expect(await deleteRuns(driver.services, accountId, [one])).toMatchObject({ runs: 0, files: 0 });
  expect(await view(accountId, one)).toEqual(after);
  expect(driver.errors).toEqual([]);
});

test("what was written and heard for it is gone from the database; what was heard in its song stays for others", async () => {
  const { accountId, one, other } = await admit();
  await driver.run();
  const caption = (await view(accountId, one)).output?.captionText ?? "";
  await deleteRuns(driver.services, accountId, [one, other]);
  const made = [...(await generationsOf(one)), ...(await generationsOf(other))];
  const kept = made.filter(({ output }) => output !== null);
  expect(kept.map(({ step }) => step).sort()).toEqual(["listen", "moments"]);
  for (const { key, input } of made.filter(({ output }) => output === null)) {
    expect(key).toMatch(/^discarded:gen_/);
    expect(input).toEqual({});
  }
  const { outputs, output } = await row(one);
  expect(JSON.stringify([outputs, output])).not.toContain(caption);
});

test("another account's run stays as it is", async () => {
  const { one } = await admit();
  await driver.run();
  const files = await filesOf(one);
  const before = await row(one);
  await deleteRuns(driver.services, "somebody-else", [one]);
  expect(await row(one)).toEqual(before);
  expect(await filesOf(one)).toEqual(files);
});

test("while it is rendered: the render is given up, and a file that is delivered late is gone within the minute", async () => {
  const { accountId, one } = await admit();
  await driver.run(async () => (await row(one)).steps.render?.status === "waiting");
  await deleteRuns(driver.services, accountId, [one]);
  expect(driver.canceledRenders).toContain(one);
  expect(await view(accountId, one)).toMatchObject({ status: "CANCELED", output: null });

  await driver.store(videoFile(one, 1, 1));
  await later(MINUTE);
  expect(await filesOf(one)).toEqual([]);

  // A renderer that is cut off and slow still has a URL for some minutes.
  await driver.run();
  await driver.store(videoFile(one, 1, 2));
  driver.time += 30 * MINUTE;
  await sendCleanUps(driver.services);
  expect(await filesOf(one)).toEqual([]);
  expect((await row(one)).cleanedUpAt).not.toBeNull();
});

test("while a model works for it: what comes back is charged and not kept", async () => {
  const { accountId, one, other } = await admit();
  await driver.run(async () =>
    (await generationsOf(one)).some(({ step, status }) => step === "video" && status === "submitted"),
  );
  await deleteRuns(driver.services, accountId, [one]);
  const before = await view(accountId, one);
  const [open] = (await generationsOf(one)).filter(({ step }) => step === "video");
  if (!open) throw new Error("Nothing is open");
  // Whoever had begun to copy it before.
  await driver.store(generationFile(open.id, 1, "video", "mp4"));
  await driver.run();
  const [settled] = await local.db.select().from(generations).where(eq(generations.id, open.id));
  expect(settled).toMatchObject({ status: "completed", output: null, input: {} });
  expect(await filesOf(one)).toEqual([]);
  const after = await view(accountId, one);
  expect(after.costInCents).toBeGreaterThan(before.costInCents);
  const { chargedMicros } = await row(one);
  expect(chargedMicros / 10_000).toBeCloseTo(after.costInCents);
  const [month] = await local.db.select().from(accountMonths).where(eq(accountMonths.accountId, accountId));
  expect(month?.chargedMicros).toBe(chargedMicros + (await row(other)).chargedMicros);
});

test("while a model works for it: what nobody could drop when it came back, cleanup drops", async () => {
  const { accountId, one } = await admit();
  const open = async () =>
    (await generationsOf(one)).find(({ step, status }) => step === "video" && status === "submitted");
  await driver.run(async () => (await open()) !== undefined);
  const { id = "" } = (await open()) ?? {};
  await deleteRuns(driver.services, accountId, [one]);
  await driver.store(generationFile(id, 1, "video", "mp4"));
  // Whoever settles it ends right after that.
  const { bucket } = driver.services.media;
  driver.services.media.bucket = (ref) => {
    if (ref.startsWith(`media:generations/${id}/`)) throw new Error("R2 is away");
    return bucket(ref);
  };
  await expect(driver.run()).rejects.toThrow("R2 is away");
  driver.services.media.bucket = bucket;
  await driver.run();
  expect((await generationsOf(one)).find((each) => each.id === id)).toMatchObject({ status: "completed" });
  expect(await filesOf(one)).toHaveLength(1);

  driver.time += 30 * MINUTE;
  await sendCleanUps(driver.services);
  await driver.run();
  expect(await filesOf(one)).toEqual([]);
  expect((await generationsOf(one)).find((each) => each.id === id)).toMatchObject({ input: {}, output: null });
});

test("a run that another waits with keeps what they both wait for", async () => {
  const { accountId, one, other } = await admit();
  const shared = async () => (await generationsOf(one)).find(({ step }) => step === "listen");
  await driver.run(async () => (await shared())?.status === "submitted");
  await deleteRuns(driver.services, accountId, [one]);
  await driver.run();
  expect(await row(other)).toMatchObject({ status: "COMPLETED" });
  expect(await shared()).toMatchObject({ status: "completed" });
});

test("an archived run's archive goes, and the files of generations that only the archive knew", async () => {
  const { accountId, one } = await admit();
  await driver.run();
  await driver.storeMade();
  const made = (await generationsOf(one)).map(({ id }) => id);
  for (const days of [1, 8]) {
    driver.time += days * DAY;
    await sendCleanUps(driver.services);
    await sendArchivals(driver.services);
  }
  const before = await view(accountId, one);
  const keys = () => driver.keys().then((all) => all.filter((key) => [one, ...made].some((id) => key.includes(id))));
  expect((await keys()).some((key) => key.startsWith("archive/"))).toBe(true);
  await deleteRuns(driver.services, accountId, [one]);
  expect(await keys()).toEqual([]);
  const after = await view(accountId, one);
  expect(after).toMatchObject({ costInCents: before.costInCents, output: null });
  expect(after.deletedAt).not.toBeNull();
  expect(driver.errors).toEqual([]);
  expect(await local.db.select().from(orphanedFiles).where(eq(orphanedFiles.accountId, accountId))).toEqual([]);
});

test("a deleted run is not archived, and its row goes on telling what it cost", async () => {
  const { accountId, one } = await admit();
  await driver.run();
  await deleteRuns(driver.services, accountId, [one]);
  const before = await view(accountId, one);
  for (const days of [1, 8]) {
    driver.time += days * DAY;
    await sendCleanUps(driver.services);
    await sendArchivals(driver.services);
  }
  expect((await row(one)).archived).not.toBeNull();
  expect((await driver.keys()).filter((key) => key.includes(one))).toEqual([]);
  expect(await view(accountId, one)).toMatchObject({ costInCents: before.costInCents, deletedAt: before.deletedAt });
});

test("a deleted run is not retried", async () => {
  const { accountId, one } = await admit();
  await driver.run(async () => (await row(one)).status === "EXECUTING");
  await deleteRuns(driver.services, accountId, [one]);
  expect(await retryRun(driver.services, accountId, one)).toEqual({ kind: "deleted" });
});

test("files that cannot be deleted now are deleted by the sweep", async () => {
  const { accountId, one } = await admit();
  await driver.run();
  await driver.storeMade();
  const { bucket } = driver.services.media;
  driver.services.media.bucket = () => {
    throw new Error("R2 is away");
  };
  await deleteRuns(driver.services, accountId, [one]);
  expect(driver.errors.map(([event]) => event)).toEqual(["run_files_not_deleted"]);
  expect((await filesOf(one)).length).toBeGreaterThan(0);
  driver.services.media.bucket = bucket;
  await later(MINUTE);
  expect(await filesOf(one)).toEqual([]);
});

test("a message that is under way while its run is deleted tells of no file when it is sent again", async () => {
  const { accountId, one } = await admit();
  await driver.run();
  const [event] = await local.db.select().from(webhookEvents).where(eq(webhookEvents.runId, one));
  const [delivery] = await local.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.eventId, event?.id ?? ""));
  // It is deleted between the reading of the event and the writing of its body.
  let isRead = false;
  const batch = async (queries: never) => {
    const results = await local.db.batch(queries);
    if (!isRead && JSON.stringify(results).includes('"ending"')) {
      isRead = true;
      await deleteRuns(driver.services, accountId, [one]);
    }
    return results;
  };
  const db = new Proxy(local.db, { get: (target, name) => (name === "batch" ? batch : Reflect.get(target, name)) });
  const net = { resolve: async () => [], loopback: [] };
  await attemptDelivery({ ...driver.services, db, net }, delivery?.id ?? "");
  expect(isRead).toBe(true);
  const [sent] = await local.db.select().from(webhookEvents).where(eq(webhookEvents.runId, one));
  expect(JSON.parse(sent?.body ?? "{}").data).toMatchObject({ id: one, output: null });
  expect(JSON.parse(sent?.body ?? "{}").data.deletedAt).not.toBeNull();
});
