/**
 * The order of a table's columns means nothing: with every table of the schema turned round, a run's life and the
 * library's changes leave the same in each column.
 */
import { randomUUID } from "node:crypto";
import { eq, getTableColumns, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as schema from "../../worker/db/schema.ts";
import { templateDefinition } from "../../worker/domain/template.ts";
import { removeArtist } from "../../worker/library/artists.ts";
import { addTemplate, changeTemplate } from "../../worker/library/templates.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { claimDelivery, recordAttempt } from "../../worker/webhooks/deliveries.ts";
import { templateDefinition as exampleDefinition } from "../support/definitions.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";

/** Drizzle keeps a table's columns under a symbol of its own; getTableColumns gives that very object. */
function turnRound(table: SQLiteTable): void {
  const columns = getTableColumns(table);
  const turned = Object.entries(columns).reverse();
  for (const name of Object.keys(columns)) delete columns[name];
  Object.assign(columns, Object.fromEntries(turned));
}

function turnAllRound(): void {
  for (const table of Object.values(schema)) if (is(table, SQLiteTable)) turnRound(table);
}

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let driver: ReturnType<typeof openDriver>;
const { orphanedFiles, runs, templateImages, templates } = schema;
const { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookEvents } = schema;
const time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
  turnAllRound();
  driver = openDriver(local.db, time);
});
afterAll(async () => {
  // Other files may use the same tables.
  turnAllRound();
  await local.close();
});

test("a run, its steps, its events and their deliveries are the same whatever the order of the columns", async () => {
  const { db } = local;
  const admission = await newAdmission(db, time, {});
  const { accountId } = admission;
  const endpointId = randomUUID();
  await db.insert(webhookEndpoints).values({
    ...{ id: endpointId, accountId, url: "https://receiver.test/all", events: ["run.completed", "batch.finished"] },
    ...{ secret: "s", createdAt: time, updatedAt: time },
  });
  const request = { ...admission.request, batch: 1, webhook_url: "https://receiver.test/own" };
  const admitted = await admitBatch(driver.services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const [admittedRun] = await db.select().from(runs).where(eq(runs.id, runId));
  expect(admittedRun?.steps.clip).toMatchObject({
    status: "blocked",
    fence: 0,
    leaseUntil: 0,
    dueAt: time,
    note: null,
    fraction: 0,
  });
  await driver.run();
  const [run] = await db.select().from(runs).where(eq(runs.id, runId));
  expect(run).toMatchObject({
    id: runId,
    accountId,
    batchId: admitted.batchId,
    status: "COMPLETED",
    version: expect.any(Number),
  });

  const events = await db.select().from(webhookEvents).where(eq(webhookEvents.accountId, accountId));
  const finishedAt = run?.finishedAt ?? 0;
  expect(events).toHaveLength(2);
  const ofRun = events.find(({ type }) => type === "run.completed");
  expect(ofRun).toMatchObject({
    ...{ key: `${runId}:${finishedAt}`, runId, batchId: admitted.batchId, body: null, createdAt: finishedAt },
    ending: { status: "COMPLETED", finishedAt, error: null },
  });
  expect(events.find(({ type }) => type === "batch.finished")).toMatchObject({
    ...{ key: `${admitted.batchId}:${finishedAt}`, runId: null, ending: [{ id: runId, status: "COMPLETED" }] },
  });
  const deliveries = await db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.eventId, ofRun?.id ?? ""));
  const pending = { accountId, status: "pending", fence: 0, leaseUntil: 0, attempts: 0, nextAttemptAt: finishedAt };
  expect(deliveries).toHaveLength(2);
  expect(deliveries).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...pending, endpointId, target: endpointId, url: "https://receiver.test/all" }),
      expect.objectContaining({ ...pending, endpointId: null, target: "", url: "https://receiver.test/own" }),
    ]),
  );

  const claimed = await claimDelivery(driver.services, deliveries[0]?.id ?? "");
  if (!claimed) throw new Error("It was not claimed");
  const attempt = { at: finishedAt, durationMs: 12, statusCode: 200, error: null, response: "ok" };
  expect(await recordAttempt(driver.services, claimed, { status: "delivered" }, attempt)).toBe(true);
  expect(await db.select().from(webhookAttempts)).toEqual([{ deliveryId: claimed.id, number: 1, ...attempt }]);
});

test("files that lose their row are written down as what they are, whatever the order of the columns", async () => {
  const { db } = local;
  const { accountId, request } = await newAdmission(db, time, {});
  const orphans = () => db.select().from(orphanedFiles).where(eq(orphanedFiles.accountId, accountId));

  const definition = templateDefinition.parse(exampleDefinition());
  await addTemplate(driver.services, accountId, "own", definition);
  const [template] = await db.select().from(templates).where(eq(templates.accountId, accountId));
  const [reference] = definition.references;
  const image = "library:templates/1/picture" as const;
  await db.insert(templateImages).values({ templateId: template?.id ?? "", referenceId: reference?.id ?? "", image });
  const others = definition.references.filter(({ id }) => id !== reference?.id);
  await changeTemplate(driver.services, accountId, "own", { ...definition, references: others });
  expect(await orphans()).toEqual([{ ref: image, accountId, dueAt: expect.any(Number), doomed: false }]);

  // Deleting the files is the next thing to happen, and would take their rows along.
  const bucket = () => {
    throw new Error("R2 is out of reach");
  };
  const { artist_account_id: artistId } = request;
  await removeArtist({ ...driver.services, media: { ...driver.services.media, bucket } }, accountId, artistId);
  const doomed = { accountId, dueAt: driver.time, doomed: true };
  expect((await orphans()).filter(({ ref }) => ref !== image)).toEqual([
    { ref: `library:artists/${artistId}/`, ...doomed },
    { ref: `library:songs/${artistId}/`, ...doomed },
  ]);
});
