/** POST /api/content/create, accepted. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { artistId, call, calm, finish, owner, post, readRun, url } from "../support/client.ts";
import { createdShape, templatesShape } from "./shapes.ts";

beforeAll(calm);

/** The body of an accepted call. */
async function accepted(response: Response) {
  expect(response.status).toBe(202);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  return createdShape.parse(await response.json());
}

describe("the smallest body", () => {
  test("is answered with exactly the contract's fields, defaults filled in", async () => {
    const body = await accepted(await post("/api/content/create", { artist_account_id: artistId }));
    expect(body).toEqual({
      runIds: [expect.any(String)],
      status: "triggered",
      artist_account_id: artistId,
      template: "artist-caption-bedroom",
      lipsync: false,
    });
    const run = await readRun(body.runIds[0] ?? "");
    expect(run.payload).toEqual({
      artist_account_id: artistId,
      template: "artist-caption-bedroom",
      lipsync: false,
      caption_length: "short",
      upscale: false,
      duration: 8,
      batch: 1,
    });
  });
});

test("all seven parameters are taken as they are", async () => {
  const parameters = {
    artist_account_id: artistId,
    template: "artist-caption-stage",
    lipsync: true,
    caption_length: "long",
    upscale: true,
    duration: 8,
    batch: 2,
  };
  const body = await accepted(await post("/api/content/create", parameters));
  expect(body).toEqual({
    runIds: [expect.any(String), expect.any(String)],
    status: "triggered",
    artist_account_id: artistId,
    template: "artist-caption-stage",
    lipsync: true,
  });
  for (const runId of body.runIds) expect((await readRun(runId)).payload).toEqual(parameters);
});

test("lipsync is the template's own default when omitted, and the caller's word when not", async () => {
  const { templates } = templatesShape.parse(await (await call("/api/content/templates")).json());
  for (const { name, defaultLipsync } of templates) {
    const omitted = await accepted(await post("/api/content/create", { artist_account_id: artistId, template: name }));
    expect([name, omitted.lipsync]).toEqual([name, defaultLipsync]);
  }
  const [first] = templates;
  const said = await accepted(
    await post("/api/content/create", {
      artist_account_id: artistId,
      template: first?.name,
      lipsync: !first?.defaultLipsync,
    }),
  );
  expect(said.lipsync).toBe(!first?.defaultLipsync);
});

test("a batch gives as many ids, all different, all of one batch", async () => {
  const batch = 3;
  const { runIds } = await accepted(await post("/api/content/create", { artist_account_id: artistId, batch }));
  expect(new Set(runIds).size).toBe(batch);
  const listed = (await (await call(`/api/tasks/runs?limit=${batch}`)).json()) as {
    runs: { id: string; batchId: string }[];
  };
  expect(listed.runs.map(({ id }) => id).sort()).toEqual([...runIds].sort());
  expect(new Set(listed.runs.map(({ batchId }) => batchId)).size).toBe(1);
});

test("an artist's id in capitals is the same artist", async () => {
  const body = await accepted(
    await post("/api/content/create", { artist_account_id: artistId.toUpperCase(), template: "album-record-store" }),
  );
  expect(body.artist_account_id).toBe(artistId);
  const [run] = await finish(body.runIds);
  expect(run).toMatchObject({
    status: "COMPLETED",
    payload: { artist_account_id: artistId },
    tags: ["template:album-record-store", `artist:${artistId}`],
  });
});

test.each([
  "application/json; charset=utf-8",
  "application/json;charset=UTF-8",
  "Application/JSON",
  "application/vnd.api+json",
])("JSON is JSON under content-type %j", async (contentType) => {
  await accepted(
    await post(
      "/api/content/create",
      { artist_account_id: artistId, template: "album-record-store" },
      { "content-type": contentType },
    ),
  );
});

test("white space and a byte order mark around the object do not matter", async () => {
  await accepted(
    await call("/api/content/create", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `\ufeff \n{"artist_account_id": "${artistId}"}\n\n`,
    }),
  );
});

test("the documented cURL call works as it stands", async () => {
  const { stdout } = await promisify(execFile)("curl", [
    ...["--silent", "--show-error", "--write-out", "\n%{http_code}"],
    ...["-X", "POST", `${url}/api/content/create`],
    ...["-H", "Content-Type: application/json", "-H", `x-api-key: ${owner.apiKey}`],
    "-d",
    `{
      "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
      "template": "artist-caption-bedroom",
      "lipsync": false,
      "caption_length": "short",
      "upscale": false,
      "batch": 1
    }`,
  ]);
  const [body = "", status] = stdout.split("\n");
  expect(status).toBe("202");
  expect(createdShape.parse(JSON.parse(body))).toEqual({
    runIds: [expect.any(String)],
    status: "triggered",
    artist_account_id: "1873859c-dd37-4e9a-9bac-80d3558527a9",
    template: "artist-caption-bedroom",
    lipsync: false,
  });
});
