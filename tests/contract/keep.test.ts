/** Finding, keeping and removing what was made: names of served files, the archive of a batch, DELETE of a run. */
import { afterEach, beforeAll, expect, test } from "vitest";
import { call, calm, create, finish, owner, quiet, readRun, stranger } from "../support/client.ts";
import { readZip } from "../support/read-zip.ts";
import { refusal } from "./expectations.ts";

beforeAll(async () => {
  await calm();
  await quiet();
});
afterEach(calm);

const asStranger = { headers: { "x-api-key": stranger.apiKey } };
const remove = (runId: string, init: Partial<typeof asStranger> = {}) =>
  call(`/api/tasks/runs/${runId}`, { method: "DELETE", ...init });

test("every file of a run can be had by its URL, as large as the run says, and under a name for people", async () => {
  const [run] = await finish(await create());
  const files = run?.output?.files ?? [];
  expect(files.map(({ kind }) => kind)).toEqual(["video", "poster", "image"]);
  for (const { url, bytes, contentType, kind } of files) {
    const response = await fetch(url);
    expect(response.headers.get("content-type")).toBe(contentType);
    // Whoever keeps a copy asks again before a minute is over.
    expect(response.headers.get("cache-control")).toBe("public, max-age=30, must-revalidate");
    const ofRun = `_${run?.id}.${{ "video/mp4": "mp4", "image/jpeg": "jpg", "image/png": "png" }[contentType]}`;
    const disposition = response.headers.get("content-disposition") ?? "";
    expect(disposition).toMatch(/^inline; filename=/);
    expect(disposition).toContain(ofRun);
    if (kind !== "image") expect(disposition).toContain(`filename=${run?.output?.artistSlug}_`);
    expect((await response.arrayBuffer()).byteLength).toBe(bytes);
  }
});

test("what was chosen for a run is told by its names in the template", async () => {
  const [runId = ""] = await create({ template: "artist-caption-bedroom" });
  const { choices } = await readRun(runId);
  const template = (await (await call("/api/content/templates/artist-caption-bedroom")).json()) as {
    template: Record<"references" | "moods" | "movements", { id: string; name: string }[]>;
  };
  const { references, moods, movements } = template.template;
  expect(references.map(({ id }) => id)).toContain(choices.reference);
  expect(moods.map(({ name }) => name)).toContain(choices.mood);
  expect(movements.map(({ name }) => name)).toContain(choices.movement);
  await finish([runId]);
});

test("a batch can be had as one archive, with the bytes of its videos", async () => {
  const runs = await finish(await create({ batch: 2 }));
  const path = `/api/tasks/batches/${runs[0]?.batchId}/archive.zip`;
  const response = await call(path);
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename=${runs[0]?.batchId}.zip`);
  const entries = readZip(Buffer.from(await response.arrayBuffer()));
  for (const { id, output } of runs) {
    const entry = entries.find(({ name }) => name.endsWith(`_${id}.mp4`));
    const video = Buffer.from(await (await fetch(output?.videoSourceUrl ?? "")).arrayBuffer());
    expect(entry?.content.equals(video)).toBe(true);
  }
  expect(entries).toHaveLength(2);
  await refusal(await call(path, asStranger), 404, "batch_not_found");
  await refusal(await call("/api/tasks/batches/batch_unknown/archive.zip"), 404, "batch_not_found");
});

test("a deleted run has no file and is in no list; asked by its id it tells what it cost", async () => {
  const [run, other] = await finish(await create({ batch: 2 }));
  if (!run || !other) throw new Error("There are no runs");
  await refusal(await remove(run.id, asStranger), 404, "run_not_found");
  expect(await readRun(run.id)).toEqual(run);

  const deleted = await (await remove(run.id)).json();
  expect(deleted).toMatchObject({
    status: "success",
    run: { id: run.id, status: "COMPLETED", output: null, costInCents: run.costInCents, choices: run.choices },
  });
  expect(await readRun(run.id)).toEqual((deleted as { run: unknown }).run);
  for (const { url } of run.output?.files ?? []) expect((await fetch(url)).status).toBe(404);
  for (const query of [
    "",
    `?batchId=${run.batchId}`,
    "?status=COMPLETED",
    `?artist_account_id=${run.payload.artist_account_id}`,
  ]) {
    const listed = (await (await call(`/api/tasks/runs${query}`)).json()) as { runs: { id: string }[] };
    const ids = listed.runs.map(({ id }) => id);
    expect(ids).toContain(other.id);
    expect(ids).not.toContain(run.id);
  }
  const named = (await (await call(`/api/tasks/runs?runIds=${run.id},${other.id}`)).json()) as {
    runs: { id: string }[];
  };
  expect(named.runs.map(({ id }) => id)).toEqual([run.id, other.id]);

  // Again, the same answer; and nothing is left to go on with.
  expect(await (await remove(run.id)).json()).toEqual(deleted);
  await refusal(await call(`/api/tasks/runs/${run.id}/retry`, { method: "POST" }), 409, "run_not_retryable");
});

test("a run under way is canceled when it is deleted", async () => {
  const [runId = ""] = await create();
  const deleted = (await (await remove(runId)).json()) as { run: { status: string; deletedAt: string } };
  expect(deleted.run.status).toBe("CANCELED");
  expect(deleted.run.deletedAt).not.toBeNull();
  await refusal(await call(`/api/tasks/runs/${runId}/retry`, { method: "POST" }), 409, "run_deleted");
});

test("an artist is erased with all that was made of them, and the answer says what remains elsewhere", async () => {
  const made = (await (
    await call("/api/artists", {
      method: "POST",
      body: JSON.stringify({ name: "Zephyrine Quill" }),
      headers: { "content-type": "application/json", "x-api-key": owner.apiKey },
    })
  ).json()) as { artist: { account_id: string } };
  const path = `/api/artists/${made.artist.account_id}/erase`;
  await refusal(await call(path), 404, "erasure_not_found");
  await refusal(await call(path, { method: "POST", ...asStranger }), 404, "artist_not_found");

  const begun = await call(path, { method: "POST" });
  expect(begun.status).toBe(202);
  const { erasure } = (await begun.json()) as { erasure: { removed: unknown; remains: { where: string }[] } };
  expect(erasure.remains.map(({ where }) => where)).toEqual(
    expect.arrayContaining(["D1 Time Travel", "fal.ai files", "webhook receivers"]),
  );
  await refusal(await call(`/api/artists/${made.artist.account_id}`), 404, "artist_not_found");
  await expect
    .poll(async () => ((await (await call(path)).json()) as { erasure: { status: string } }).erasure.status, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe("COMPLETED");
  await refusal(await call(path, asStranger), 404, "erasure_not_found");
});
