/** Following runs by polling: pages, filters, several runs at once, and answers that need not be read again. */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  call,
  calm,
  create as createRuns,
  fal,
  finish,
  owner,
  post,
  quiet,
  readRun,
  renderer,
  stranger,
} from "../support/client.ts";
import { fingerprint, refusal } from "./expectations.ts";
import { chosenShape, completedRunShape, createdShape, openRunShape, pageShape, runShape } from "./shapes.ts";

beforeAll(async () => {
  await calm();
  await quiet();
});

/** Nobody waits for what a test made only to list it. */
const made: string[] = [];
async function create(parameters: Record<string, unknown>): Promise<string[]> {
  const runIds = await createRuns(parameters);
  made.push(...runIds);
  return runIds;
}
afterEach(async () => {
  await Promise.all(made.splice(0).map((runId) => call(`${LIST}/${runId}/cancel`, { method: "POST" })));
  await calm();
});

const UNKNOWN = "run_123456789abcdefghijkm";
const LIST = "/api/tasks/runs";
const fast = { template: "album-record-store" };

async function page(query: string) {
  const response = await call(`${LIST}?${query}`);
  expect(response.status).toBe(200);
  return pageShape(runShape.partial().loose()).parse(await response.json());
}
const batchOf = async (runId = "") => (await readRun(runId)).batchId;
const byStranger = { headers: { "x-api-key": stranger.apiKey } };
async function createAsStranger(): Promise<string> {
  const body = { ...fast, artist_account_id: stranger.artistIds[0] };
  const response = await post("/api/content/create", body, byStranger.headers);
  return createdShape.parse(await response.json()).runIds[0] ?? "";
}

describe("pages", () => {
  test("hold every run once, newest first, while new ones arrive", async () => {
    const mine = await create({ ...fast, batch: 12 });
    const expected = (await page("limit=12")).runs.map(({ id }) => id);
    const seen: unknown[] = [];
    let query = "limit=3";
    for (let pages = 0; pages < 4; pages++) {
      const { runs, next_cursor } = await page(query);
      seen.push(...runs.map(({ id }) => id));
      await create(fast);
      query = `limit=3&cursor=${next_cursor}`;
    }
    expect(seen).toEqual(expected);
    expect(expected.toSorted()).toEqual(mine.toSorted());
  });

  test("end with null, also where the last one is full", async () => {
    const batchId = await batchOf((await create({ ...fast, batch: 4 }))[0]);
    const first = await page(`batchId=${batchId}&limit=2`);
    expect(first.next_cursor).toEqual(expect.any(String));
    const second = await page(`batchId=${batchId}&limit=2&cursor=${first.next_cursor}`);
    expect([second.runs.length, second.next_cursor]).toEqual([2, null]);
  });

  test("a cursor that was changed, or is another list's or account's, is refused", async () => {
    await create({ ...fast, batch: 2 });
    const { next_cursor } = await page("limit=1");
    const cursor = next_cursor ?? "";
    const swapped = `${cursor.slice(0, 10)}${cursor[10] === "A" ? "B" : "A"}${cursor.slice(11)}`;
    for (const query of [
      `cursor=${swapped}`,
      `cursor=${cursor}A`,
      `cursor=${cursor.slice(0, -1)}`,
      "cursor=garbage",
      "cursor=%00",
      `cursor=${btoa('[1,"run_1"]')}`,
      `cursor=${cursor}&status=FAILED`,
      `cursor=${cursor}&tag=spring`,
    ]) {
      const body = await refusal(await call(`${LIST}?${query}`), 400, "invalid_cursor");
      expect(body.field).toEqual(["cursor"]);
    }
    await refusal(await call(`${LIST}?cursor=${cursor}`, byStranger), 400, "invalid_cursor");
  });
});

describe("filters", () => {
  test("status takes one or several", async () => {
    await quiet();
    await fal.set({
      faults: [{ kind: "fail", model: "fal-ai/nano-banana-2/edit", error: "content_policy_violation", next: 1 }],
    });
    const [failed = ""] = await create(fast);
    expect((await finish([failed]))[0]?.status).toBe("FAILED");
    const [completed = ""] = await create(fast);
    await finish([completed]);
    const listed = async (query: string) => (await page(`${query}&limit=100`)).runs;
    const onlyFailed = await listed("status=FAILED");
    expect(onlyFailed.map(({ id }) => id)).toContain(failed);
    expect(onlyFailed.every(({ status }) => status === "FAILED")).toBe(true);
    const both = (await listed("status=FAILED,COMPLETED")).map(({ id }) => id);
    expect(both).toEqual(expect.arrayContaining([failed, completed]));
    expect((await listed("status=FAILED&status=COMPLETED")).map(({ id }) => id)).toEqual(both);
    expect((await listed("status=QUEUED,EXECUTING,REATTEMPTING")).map(({ id }) => id)).not.toContain(failed);
  });

  test("batchId gives the whole batch in full", async () => {
    await renderer.set({ render: "busy" });
    const runIds = await create({ ...fast, batch: 21 });
    const response = await call(`${LIST}?batchId=${await batchOf(runIds[0])}`);
    const { runs, next_cursor } = pageShape(openRunShape).parse(await response.json());
    expect(runs.map(({ id }) => id).toSorted()).toEqual(runIds.toSorted());
    expect(next_cursor).toBeNull();
  });

  test("a batch of another account cannot be told from one that never was", async () => {
    const batchId = await batchOf((await create(fast))[0]);
    const unknown = await call(`${LIST}?batchId=batch_1`, byStranger);
    await refusal(unknown.clone(), 404, "batch_not_found");
    expect(await fingerprint(await call(`${LIST}?batchId=${batchId}`, byStranger))).toEqual(await fingerprint(unknown));
  });

  test("runIds gives those runs in the order asked, and names what is no run of the account", async () => {
    const [first = "", second = ""] = await create({ ...fast, batch: 2 });
    const theirs = await createAsStranger();
    const ask = async (query: string) => chosenShape.parse(await (await call(`${LIST}?${query}`)).json());
    const answer = await ask(`runIds=${second},${UNKNOWN},${first},${theirs},${second}`);
    expect(answer.runs.map(({ id }) => id)).toEqual([second, first]);
    expect(answer.not_found).toEqual([UNKNOWN, theirs]);
    expect((await ask(`runIds=${first}&runIds=${second}`)).runs.map(({ id }) => id)).toEqual([first, second]);
    const hundred = Array.from({ length: 99 }, (_, position) => `run_${position}`);
    expect((await ask(`runIds=${first},${hundred}`)).not_found).toEqual(hundred);
    await refusal(await call(`${LIST}?runIds=${first},x,${hundred}`), 400, "validation_failed");
  });

  test.each([
    ["runId=a&runIds=b", [["runIds"]]],
    ["runId=a&batchId=b&status=FAILED&cursor=c", [["batchId"], ["status"], ["cursor"]]],
    ["runIds=a&batchId=b", [["batchId"]]],
    ["runIds=a&cursor=c&limit=3", [["cursor"], ["limit"]]],
    ["runIds=", [["runIds", 0]]],
    ["runIds=a,,b", [["runIds", 1]]],
    ["status=DONE", [["status", 0]]],
    ["status=failed", [["status", 0]]],
    ["batchId=a&batchId=b", [["batchId"]]],
    ["runId=a&tag=b&template=c", [["template"], ["tag"]]],
    ["runIds=a&artist_account_id=1873859c-dd37-4e9a-9bac-80d3558527a9", [["artist_account_id"]]],
    ["artist_account_id=a", [["artist_account_id"]]],
    ["created_after=yesterday&created_before=2026-11-01", [["created_after"], ["created_before"]]],
    ["fields=id,secret", [["fields", 1]]],
  ])("%s is refused by name", async (query, paths) => {
    const body = await refusal(await call(`${LIST}?${query}`), 400, "validation_failed");
    expect(body.issues?.map(({ path }) => path)).toEqual(paths);
    expect(body.field).toEqual(paths[0]);
  });
});

describe("lists", () => {
  test("show each run with its payload, output and error, as it is shown by its id", async () => {
    const [runId = ""] = await create(fast);
    await finish([runId]);
    const [listed] = (await page("limit=1")).runs;
    expect(completedRunShape.parse(listed)).toEqual(await readRun(runId));
  });

  test("are narrowed by artist, template, tag and time, alone and together", async () => {
    const [artistId = "", otherArtist = ""] = owner.artistIds;
    const before = new Date().toISOString();
    const [tagged = ""] = await create({ ...fast, artist_account_id: artistId, tags: ["lists", "spring"] });
    const [other = ""] = await create({ artist_account_id: otherArtist, tags: ["lists"] });
    const ids = async (query: string) => (await page(`${query}&limit=100`)).runs.map(({ id }) => id);
    expect(await ids("tag=lists")).toEqual([other, tagged]);
    expect(await ids("tag=spring")).toEqual([tagged]);
    expect(await ids("tag=lists&template=album-record-store")).toEqual([tagged]);
    expect(await ids(`tag=lists&artist_account_id=${otherArtist.toUpperCase()}`)).toEqual([other]);
    expect(await ids(`tag=artist:${artistId}&created_after=${before}`)).toEqual([tagged]);
    expect(await ids(`artist_account_id=${artistId}&template=artist-caption-bedroom&created_after=${before}`)).toEqual(
      [],
    );
    const { createdAt } = await readRun(tagged);
    expect(await ids(`tag=lists&created_before=${createdAt}`)).toEqual([]);
    expect(await ids(`tag=spring&created_after=${createdAt}`)).toEqual([tagged]);
    const batchId = await batchOf(tagged);
    expect(await ids(`batchId=${batchId}&tag=spring`)).toEqual([tagged]);
    expect(await ids(`batchId=${batchId}&artist_account_id=${otherArtist}`)).toEqual([]);
    // Another account's artist has no runs here.
    expect(await ids(`artist_account_id=${stranger.artistIds[0]}`)).toEqual([]);
  });

  test("leave out all but the fields that were asked for", async () => {
    const [runId = ""] = await create(fast);
    await finish([runId]);
    const whole: Record<string, unknown> = await readRun(runId);
    for (const fields of ["status", "output,error", "costInCents,createdAt", "metadata", "error,payload,tags"]) {
      const names = ["id", ...fields.split(",")];
      const expected = Object.fromEntries(names.map((name) => [name, whole[name]]));
      for (const path of [`?limit=1&fields=${fields}`, `?runId=${runId}&fields=${fields}`]) {
        const response = await call(`${LIST}${path}`);
        const { runs } = (await response.json()) as { runs: unknown[] };
        expect(runs).toEqual([expected]);
        const again = await call(`${LIST}${path}`, {
          headers: { "if-none-match": response.headers.get("etag") ?? "" },
        });
        expect(again.status).toBe(304);
      }
    }
    const tags = await Promise.all(
      ["", "&fields=status", "&fields=id"].map(async (fields) =>
        (await call(`${LIST}?limit=1${fields}`)).headers.get("etag"),
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });
});

describe("one run at a path of its own", () => {
  test("is what the list gives for its id", async () => {
    const [runId = ""] = await create(fast);
    await finish([runId]);
    const { run, ...rest } = (await (await call(`${LIST}/${runId}`)).json()) as { run: unknown };
    expect(rest).toEqual({ status: "success" });
    expect(completedRunShape.parse(run)).toEqual(await readRun(runId));
  });

  test("is 404 when it is another account's, as when it never was", async () => {
    const [runId = ""] = await create(fast);
    const unknown = await call(`${LIST}/${UNKNOWN}`, byStranger);
    await refusal(unknown.clone(), 404, "run_not_found");
    expect(await fingerprint(await call(`${LIST}/${runId}`, byStranger))).toEqual(await fingerprint(unknown));
    await refusal(await call(`${LIST}/${"x".repeat(101)}`), 400, "validation_failed");
  });
});

describe("polling", () => {
  test("says when to ask again, as long as a run that is shown is open", async () => {
    await renderer.set({ render: "busy" });
    const [runId = ""] = await create(fast);
    for (const path of [`${LIST}?runId=${runId}`, `${LIST}/${runId}`, `${LIST}?limit=5`, `${LIST}?runIds=${runId}`]) {
      expect((await call(path)).headers.get("retry-after")).toBe("2");
    }
    openRunShape.parse(await readRun(runId));
    await renderer.set({ render: "instant" });
    await finish([runId]);
    expect((await call(`${LIST}/${runId}`)).headers.get("retry-after")).toBeNull();
  });

  test("is answered 304 without a body until something changed", async () => {
    const [runId = ""] = await create(fast);
    await finish([runId]);
    const batchId = await batchOf(runId);
    for (const path of [
      `${LIST}?runId=${runId}`,
      `${LIST}?runIds=${runId},${UNKNOWN}`,
      `${LIST}?batchId=${batchId}`,
      `${LIST}?batchId=${batchId}&status=FAILED`,
      `${LIST}/${runId}`,
    ]) {
      const first = await call(path);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
      expect(first.headers.get("cache-control")).toBe("private, no-cache");
      for (const seen of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
        const again = await call(path, { headers: { "if-none-match": seen } });
        expect([path, seen, again.status, await again.text()]).toEqual([path, seen, 304, ""]);
        expect(again.headers.get("etag")).toBe(tag);
        expect(again.headers.get("x-request-id")).toMatch(/^req_/);
      }
      const other = await call(path, { headers: { "if-none-match": '"other"' } });
      expect([other.status, await other.text()]).toEqual([200, await first.text()]);
    }
  });

  test("of an unknown run is 404 whatever was seen before", async () => {
    for (const path of [`${LIST}?runId=${UNKNOWN}`, `${LIST}/${UNKNOWN}`]) {
      await refusal(await call(path, { headers: { "if-none-match": "*" } }), 404, "run_not_found");
    }
  });

  test("equal tags mean equal bodies, and other tags other bodies, through the whole life of runs in trouble", async () => {
    await renderer.set({ render: "vanish", times: 3 });
    await fal.set({
      faults: [
        { kind: "fail", model: "fal-ai/nano-banana-2/edit", error: "internal_server_error", next: 2 },
        { kind: "fail", model: "fal-ai/veo3.1/fast/image-to-video", error: "content_policy_violation", next: 1 },
      ],
    });
    const runIds = await create({ batch: 3, upscale: true });
    const batchId = await batchOf(runIds[0]);
    const paths = [`${LIST}?batchId=${batchId}`, ...runIds.map((runId) => `${LIST}/${runId}`)];
    let over = false;
    const answers = await Promise.all([
      ...paths.map(async (path) => {
        const seen: { path: string; tag: string; body: string }[] = [];
        let looks = 0;
        for (let after = 0; after < 3; after += over ? 1 : 0) {
          const response = await call(path);
          seen.push({ path, tag: response.headers.get("etag") ?? "", body: await response.text() });
          looks += 1;
          await new Promise((resolve) => setTimeout(resolve, 120));
        }
        expect(looks).toBeGreaterThan(5);
        return seen;
      }),
      finish(runIds).then(async (runs) => {
        const failed = runs.find(({ status }) => status === "FAILED");
        await call(`${LIST}/${failed?.id}/retry`, { method: "POST" });
        await finish(runIds);
        over = true;
        return [];
      }),
    ]);
    const bodies = new Map<string, Set<string>>();
    const tags = new Map<string, Set<string>>();
    for (const { path, tag, body } of answers.flat()) {
      bodies.set(path + tag, (bodies.get(path + tag) ?? new Set()).add(body));
      tags.set(path + body, (tags.get(path + body) ?? new Set()).add(tag));
    }
    // However seldom a busy machine lets it look: under way, failed or over, and gone on with.
    expect(bodies.size).toBeGreaterThanOrEqual(3 * paths.length);
    for (const same of bodies.values()) expect([...same]).toHaveLength(1);
    for (const same of tags.values()) expect([...same]).toHaveLength(1);
  });

  test("sees nothing of other accounts", async () => {
    const theirs = await createAsStranger();
    expect((await page("limit=100")).runs.map(({ id }) => id)).not.toContain(theirs);
    expect(owner.apiKey).not.toBe(stranger.apiKey);
  });
});
