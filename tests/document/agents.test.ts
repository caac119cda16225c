/** POST /mcp: what agents can do, by the official client, as they do it; and what the door keeps out. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Client, type ClientOptions, type Progress, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { loadImage } from "@napi-rs/canvas";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { call, callerOf, calm, fal, own, renderer, stranger, url } from "../support/client.ts";
import { templateDefinition } from "../support/definitions.ts";
import { longSong } from "../support/files.ts";
import { send } from "./wire.ts";

const MCP = new URL("/mcp", url);
const { apiKey, artistId } = own.agents;
/** The cheapest there is. */
const plain = { artist_account_id: artistId, template: "album-record-store", caption_length: "none", lipsync: false };

async function connect(key: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client({ name: "tests", version: "1" }, options);
  await client.connect(new StreamableHTTPClientTransport(MCP, { requestInit: { headers: { "x-api-key": key } } }));
  return client;
}

let agent: Client;
beforeAll(async () => {
  await calm();
  agent = await connect(apiKey);
  // The client holds what tools give to what they say of it, once it has listed them.
  await agent.listTools();
});
afterAll(() => agent.close());

type Arguments = Record<string, unknown>;

/** What a tool gives. Throws with what it says when it refuses. */
async function use<Given>(name: string, given: Arguments = {}, by = agent): Promise<Given> {
  const result = await by.callTool({ name, arguments: given });
  if (result.isError) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
  return result.structuredContent as Given;
}

/** Why a tool refuses. */
async function refused(
  name: string,
  given: Arguments = {},
  by = agent,
): Promise<{ code: string; error: string; [more: string]: unknown }> {
  const { isError, content } = await by.callTool({ name, arguments: given });
  expect(isError).toBe(true);
  const [said] = content as { type: "text"; text: string }[];
  return JSON.parse(said?.text ?? "");
}

interface Followed {
  over: boolean;
  runs: { id: string; status: string; output: { videoSourceUrl: string; posterUrl: string } | null }[];
}

describe("an agent", () => {
  test("is told what tools do to the world, and what they cost", async () => {
    const { tools } = await agent.listTools();
    const named = new Map(tools.map((tool) => [tool.name, tool]));
    const create = named.get("create_videos");
    expect(create?.description).toContain("COSTS MONEY");
    expect(create?.inputSchema.required).toContain("agreed_usd");
    expect(create?.annotations).toMatchObject({ readOnlyHint: false, openWorldHint: true });
    expect(named.get("cancel_run")?.annotations).toMatchObject({ destructiveHint: true, readOnlyHint: false });
    expect(named.get("list_runs")?.annotations).toMatchObject({ readOnlyHint: true });
    // Whatever can be asked for by a tool is spoken of by the tool's name.
    expect(JSON.stringify(tools)).not.toMatch(/GET \/api\/(artists|content\/templates|tasks\/runs)[^/{]/);
    expect(agent.getInstructions()).toContain("estimate_videos");
  });

  test("makes a batch for a price that was agreed to, follows it, and looks at what came of it", async () => {
    const { artists } = await use<{ artists: { account_id: string }[] }>("list_artists");
    expect(artists.map(({ account_id }) => account_id)).toContain(artistId);
    expect(await use("check_artist", { artist_account_id: artistId })).toMatchObject({ ready: true });
    const { total } = await use<{ total: number }>("estimate_videos", { ...choices(plain), batch: 2 });
    const given = { ...plain, batch: 2, agreed_usd: total, idempotency_key: "agents-1" };
    const { runIds } = await use<{ runIds: string[] }>("create_videos", given);
    expect(runIds).toHaveLength(2);
    // Asked again, it is the same batch.
    expect(await use("create_videos", given)).toMatchObject({ runIds });

    const told: Progress[] = [];
    const onprogress = (progress: Progress) => told.push(progress);
    const followed = await agent.callTool(
      { name: "follow_runs", arguments: { runIds, wait_seconds: 300 } },
      { onprogress },
    );
    const { over, runs } = followed.structuredContent as unknown as Followed;
    expect([over, runs.map(({ status }) => status)]).toEqual([true, ["COMPLETED", "COMPLETED"]]);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatchObject({ progress: 2, total: 2, message: "2 of 2 over" });
    expect(told.map(({ progress }) => progress)).toEqual(
      [...told].map(({ progress }) => progress).sort((a, b) => a - b),
    );

    const [run] = runs;
    const looked = await agent.callTool({ name: "look_at_run", arguments: { runId: run?.id } });
    const [caption, picture, video] = looked.content as { type: string; [field: string]: unknown }[];
    expect(caption).toEqual({ type: "text", text: "No caption is on it." });
    expect(picture).toMatchObject({ type: "image", mimeType: "image/jpeg" });
    const poster = await fetch(run?.output?.posterUrl ?? "");
    expect(Buffer.from(String(picture?.data), "base64").equals(Buffer.from(await poster.arrayBuffer()))).toBe(true);
    expect(video).toMatchObject({ type: "resource_link", uri: run?.output?.videoSourceUrl, mimeType: "video/mp4" });

    const listed = await use<{ runs: { id: string }[] }>("list_runs", {
      artist_account_id: artistId,
      status: ["COMPLETED"],
    });
    expect(listed.runs.map(({ id }) => id)).toEqual(expect.arrayContaining(runIds));
    expect(listed.runs[0]).not.toHaveProperty("metadata");
    expect(await use("read_run", { runId: runIds[0] })).toMatchObject({ run: { id: runIds[0], status: "COMPLETED" } });
  });

  test("sees the image of a video that is still being made, and of one that was given up", async () => {
    await renderer.set({ render: "hang" });
    const given = { ...plain, upscale: true, agreed_usd: 5 };
    const { runIds } = await use<{ runIds: [string] }>("create_videos", given);
    const [runId] = runIds;
    await expect.poll(async () => (await readStep(runId)).currentStep, { timeout: 60_000 }).toBe("render");
    const image = (await readStep(runId)).imageUrl ?? "";
    const looked = async () => (await agent.callTool({ name: "look_at_run", arguments: { runId } })).content;
    // While no renderer has a place to make it small, a link stands in for it.
    await expect.poll(looked, { timeout: 60_000 }).toMatchObject([{}, { type: "image" }]);
    const [state, picture, ...others] = (await looked()) as { type: string; [field: string]: unknown }[];
    expect(others).toEqual([]);
    expect(state?.text).toMatch(/ is EXECUTING, \d+ % done, at the step ".+"\. It has no video yet/);
    // Made small, because the image is more than an agent can be given.
    expect((await (await fetch(image)).blob()).size).toBeGreaterThan(1024 * 1024);
    expect(picture).toMatchObject({ type: "image", mimeType: "image/jpeg" });
    const shown = await loadImage(Buffer.from(String(picture?.data), "base64"));
    expect([shown.width, shown.height]).toEqual([536, 960]);
    await use("cancel_run", { runId });
    await expect.poll(looked, { timeout: 60_000 }).toMatchObject([{}, { type: "image" }]);
    const [ended, same] = (await looked()) as { text?: string; data?: string }[];
    expect(ended?.text).toMatch(/ is CANCELED.* It has no video; this is the image/);
    expect(same?.data).toBe(picture?.data);
    await calm();
  });

  test("cancels what is under way, and has it go on", async () => {
    // So long that there is no image yet.
    await fal.set({ latency: { profile: "instant", seconds: { "fal-ai/nano-banana-2/edit": 2 } } });
    onTestFinished(calm);
    const { runIds } = await use<{ runIds: [string] }>("create_videos", { ...plain, agreed_usd: 5 });
    const [runId] = runIds;
    expect(await use("cancel_run", { runId })).toMatchObject({ canceled: true, run: { status: "CANCELED" } });
    expect(await use("cancel_run", { runId })).toMatchObject({ canceled: false });
    expect(await use("follow_runs", { runId })).toMatchObject({
      over: true,
      runs: [{ id: runId, status: "CANCELED" }],
    });
    expect(await refused("look_at_run", { runId })).toMatchObject({ code: "no_picture" });
    await calm();
    await use("retry_run", { runId });
    expect(await use("follow_runs", { runId, wait_seconds: 300 })).toMatchObject({
      over: true,
      runs: [{ status: "COMPLETED" }],
    });
  });

  test("is given what there is when the time is up", async () => {
    // Longer than any machine takes to look once.
    await fal.set({ latency: { profile: "instant", seconds: { "fal-ai/nano-banana-2/edit": 120 } } });
    onTestFinished(calm);
    const { runIds } = await use<{ runIds: [string] }>("create_videos", { ...plain, agreed_usd: 5 });
    const [runId] = runIds;
    expect(await use("follow_runs", { runIds, wait_seconds: 1 })).toMatchObject({ over: false, runs: [{ id: runId }] });
    await use("cancel_run", { runId });
  });

  test("of the protocol's newer version is served the same", async () => {
    const newer = await connect(apiKey, { versionNegotiation: { mode: "auto" } });
    onTestFinished(() => newer.close());
    expect(newer.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    expect(await use("list_templates", {}, newer)).toMatchObject({ status: "success" });
    const { runs } = await use<{ runs: { id: string }[] }>("list_runs", { limit: 1 }, newer);
    const told: unknown[] = [];
    const given = { name: "follow_runs", arguments: { runId: runs[0]?.id } };
    await newer.callTool(given, { onprogress: (progress) => told.push(progress) });
    expect(told).toHaveLength(1);
  });

  test("deletes a video, which is gone then, though not what it cost", async () => {
    const { runIds } = await use<{ runIds: [string] }>("create_videos", { ...plain, agreed_usd: 5 });
    const [runId] = runIds;
    const { runs } = await use<Followed>("follow_runs", { runIds, wait_seconds: 300 });
    const [video, poster] = [runs[0]?.output?.videoSourceUrl ?? "", runs[0]?.output?.posterUrl ?? ""];
    const given = { runId };
    const deleted = { run: { id: runId, output: null, deletedAt: expect.any(String) } };
    expect(await use("delete_run", given)).toMatchObject(deleted);
    expect(await use("delete_run", given)).toMatchObject(deleted);
    expect(await refused("look_at_run", given)).toMatchObject({ code: "no_picture" });
    for (const file of [video, poster]) expect((await fetch(file)).status).toBe(404);
    const listed = await use<{ runs: { id: string }[] }>("list_runs", { artist_account_id: artistId });
    expect(listed.runs.map(({ id }) => id)).not.toContain(runId);
  });

  test("reads a song without its thousands of numbers", async () => {
    const { artist } = await use<{ artist: { account_id: string } }>("create_artist", { name: "Undertow" });
    const upload = `/api/artists/${artist.account_id}/songs/undertow.wav`;
    const headers = { "x-api-key": apiKey, "content-type": "audio/wav" };
    await call(upload, { method: "PUT", headers, body: longSong(12) });
    const given = { id: artist.account_id, song: "undertow" };
    const { song } = await use<{ song: { analysis: object; moments: { id: string }[] } }>("read_song", given);
    expect(song.analysis).toHaveProperty("tempo");
    expect(song.analysis).not.toHaveProperty("loudness");
    expect(song.moments[0]).toHaveProperty("id");
  });

  test("that leaves is waited for no longer", async () => {
    await renderer.set({ render: "hang" });
    const { runIds } = await use<{ runIds: [string] }>("create_videos", { ...plain, agreed_usd: 5 });
    await expect.poll(async () => (await readStep(runIds[0])).currentStep, { timeout: 60_000 }).toBe("render");
    const log = () => readFileSync(join(inject("stack").state, "logs", "worker.log"), "utf8");
    const left = () => log().match(/"stream_ended".*"left":true/g)?.length ?? 0;
    const before = left();
    const leaving = new AbortController();
    const asked = fetch(MCP, {
      method: "POST",
      headers: {
        "x-api-key": apiKey,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: message("tools/call", {
        name: "follow_runs",
        arguments: { runIds, wait_seconds: 300 },
        _meta: { progressToken: 1 },
      }),
      signal: leaving.signal,
    });
    // The first progress.
    await (await asked).body?.getReader().read();
    leaving.abort();
    await expect.poll(left, { timeout: 20_000 }).toBeGreaterThan(before);
    await use("cancel_run", { runId: runIds[0] });
    await calm();
  });

  test("adds an artist, and is told what is missing", async () => {
    const { artist } = await use<{ artist: { account_id: string } }>("create_artist", {
      name: "<img onerror=alert(1)>",
    });
    const id = artist.account_id;
    expect(await use("write_artist_notes", { id, notes: "dry, lower case" })).toMatchObject({
      artist: { notes: "dry, lower case" },
    });
    expect(await use("check_artist", { artist_account_id: id })).toMatchObject({ ready: false });
    const batch = { ...plain, artist_account_id: id, agreed_usd: 5 };
    expect(await refused("create_videos", batch)).toMatchObject({
      code: "artist_not_ready",
      missing: expect.any(Array),
    });
  });
});

const readStep = async (runId: string) => {
  const { run } = await use<{ run: { metadata: { currentStep: string | null; imageUrl: string | null } } }>(
    "read_run",
    {
      runId,
    },
  );
  return run.metadata;
};

/** Of a batch's choices, those that its price depends on. */
const choices = ({ caption_length, lipsync }: typeof plain) => ({ caption_length, lipsync });

describe("nothing is bought", () => {
  const runs = async () => (await use<{ usage: unknown }>("read_account")).usage;

  test.each([
    ["for more than was agreed to", { agreed_usd: 0.5 }, "price_not_agreed", "agreed_usd"],
    ["for less than nothing", { agreed_usd: -1 }, "price_not_agreed", "agreed_usd"],
    ["where nothing was agreed to", {}, "validation_failed", "agreed_usd"],
    ["for a price that is no number", { agreed_usd: "a lot" }, "validation_failed", "agreed_usd"],
    ["by a field that is unknown", { agreed_usd: 5, lip_sync: true }, "validation_failed", "lip_sync"],
    ["by a choice that is none", { agreed_usd: 5, batch: 31 }, "validation_failed", "batch"],
    ["by a number that is text", { agreed_usd: 5, batch: "1" }, "validation_failed", "batch"],
    [
      "in a template that there is not",
      { agreed_usd: 5, lipsync: undefined, template: "../../keys" },
      "unknown_template",
      "template",
    ],
    ["for nobody", { agreed_usd: 5, artist_account_id: "nobody" }, "validation_failed", "artist_account_id"],
    [
      "with a key that is no header",
      { agreed_usd: 5, idempotency_key: "a\r\nx-api-key: b" },
      "validation_failed",
      "idempotency_key",
    ],
    [
      "for more than the account may spend",
      { agreed_usd: 900, batch: 30, duration: 60 },
      "spend_limit_reached",
      undefined,
    ],
  ])("%s", async (_, given, code, field) => {
    const before = await runs();
    const said = await refused("create_videos", { ...plain, ...given });
    expect([said.code, (said.field as unknown[] | undefined)?.[0]]).toEqual([code, field]);
    expect(await runs()).toEqual(before);
  });

  test("of lips that move because the template has it, without their price", async () => {
    const name = "agents-lips";
    const definition = { ...templateDefinition({ usesFace: true }), name, defaultLipsync: true };
    await callerOf(own.agents)("/api/content/templates", definition);
    const { lipsync: _, ...asTheTemplate } = { ...plain, template: name };
    const { total } = await use<{ total: number }>("estimate_videos", { ...choices(plain), lipsync: true });
    expect(total).not.toBe((await use<{ total: number }>("estimate_videos", choices(plain))).total);
    const said = await refused("create_videos", { ...asTheTemplate, agreed_usd: total - 0.01 });
    expect(said).toMatchObject({ code: "price_not_agreed", total });
  });

  test("by more runs than may be under way", async () => {
    expect(await refused("create_videos", { ...plain, agreed_usd: 900, batch: 5 })).toMatchObject({
      code: "too_many_runs",
    });
  });
});

describe("an agent of another account", () => {
  test("learns and changes nothing of what is foreign", async () => {
    const { runIds } = await use<{ runIds: [string] }>("create_videos", { ...plain, agreed_usd: 5 });
    const [runId] = runIds;
    const foreign = await connect(stranger.apiKey);
    onTestFinished(() => foreign.close());
    const never = "run_zzzzzzzzzzzzzzzzzzzzz";
    for (const name of ["read_run", "look_at_run", "cancel_run", "retry_run", "delete_run", "follow_runs"]) {
      const [theirs, none] = [await refused(name, { runId }, foreign), await refused(name, { runId: never }, foreign)];
      expect({ ...theirs, request_id: "" }).toEqual({ ...none, request_id: "" });
      expect(theirs.code).toBe("run_not_found");
    }
    const artist = await refused("create_videos", { ...plain, agreed_usd: 5 }, foreign);
    expect(artist.code).toBe("artist_not_found");
    expect((await refused("list_songs", { id: artistId }, foreign)).code).toBe("artist_not_found");
    await use("follow_runs", { runIds, wait_seconds: 300 });
  });
});

describe("arguments that would make another call are refused:", () => {
  test.each([
    ["a path that goes up", "correct_line", { id: artistId, song: "..", number: "1", text: "x" }, "song"],
    ["a path that stays", "read_run", { runId: "." }, "runId"],
    ["no path at all", "read_run", { runId: "" }, "runId"],
    ["nothing", "read_run", {}, "runId"],
    ["an object for an id", "read_run", { runId: { a: 1 } }, "runId"],
    ["a query that is unknown", "list_runs", { account: "x" }, "account"],
    ["a field that is unknown", "cancel_run", { runId: "run_x", force: true }, "force"],
    ["a time that is too long", "follow_runs", { runId: "run_x", wait_seconds: 301 }, "wait_seconds"],
  ])("%s", async (_, name, given, field) => {
    expect(await refused(name, given)).toMatchObject({ code: "validation_failed", field: [field] });
  });

  test("a path within an id is only an id that there is not", async () => {
    for (const runId of ["../../keys", "x/cancel", "x?runIds=y", "%2e%2e", "stream"]) {
      expect((await refused("read_run", { runId })).code).toMatch(/^(run_not_found|validation_failed)$/);
    }
  });

  test("a tool that there is not", async () => {
    await expect(agent.callTool({ name: "constructor", arguments: {} })).rejects.toThrow(
      "There is no tool constructor",
    );
  });

  test("arguments as deep as a body can hold", async () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 25_000; depth++) deep = [deep];
    const given = { ...plain, agreed_usd: 5, metadata: "DEEP" };
    const body = message("tools/call", { name: "create_videos", arguments: given }).replace(
      '"DEEP"',
      "[".repeat(25_000) + "]".repeat(25_000),
    );
    const answer = await knock({ body });
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining("validation_failed")]);
  });
});

const message = (method: string, params: object) => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });

/** A request to the door as it is. */
const knock = ({
  headers = {},
  body = message("tools/list", {}),
  method = "POST",
}: {
  headers?: Record<string, string>;
  body?: string;
  method?: string;
}) => {
  const all: Record<string, string> = {
    "x-api-key": apiKey,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    ...headers,
  };
  const named = Object.entries(all).filter(([, value]) => value !== "") as [string, string][];
  return send(url, {
    method,
    path: "/mcp",
    headers: named,
    ...(method === "POST" ? { body } : {}),
  });
};
const codeOf = ({ body }: { body: string }) => (JSON.parse(body) as { code: string }).code;

describe("the door is closed", () => {
  test.each([
    ["without a key", { "x-api-key": "" }],
    ["with a key that is none", { "x-api-key": "bl_live_nothing" }],
    ["with two keys", { authorization: `Bearer ${apiKey}` }],
  ])("%s", async (_, headers) => {
    const answer = await knock({ headers });
    expect([answer.status, codeOf(answer), answer.headers["www-authenticate"]]).toEqual([
      401,
      "unauthorized",
      "Bearer",
    ]);
  });

  test("by the client's own word for it", async () => {
    await expect(connect("bl_live_nothing")).rejects.toThrow(/401|Unauthorized/i);
  });

  test.each(["https://evil.example", "null", "http://localhost.evil.example", `${url}.evil.example`])(
    "to a web page at %s, whatever its key",
    async (origin) => {
      const answer = await knock({ headers: { origin } });
      expect([answer.status, codeOf(answer)]).toEqual([403, "foreign_origin"]);
    },
  );

  test("to a name that leads to this machine", async () => {
    const headers = { "x-api-key": apiKey, "content-type": "application/json", host: `rebound.example:${MCP.port}` };
    const outgoing = request(MCP, { method: "POST", headers });
    outgoing.end(message("tools/list", {}));
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    expect([answer.statusCode, codeOf({ body: await text(answer) })]).toEqual([403, "foreign_origin"]);
  });

  test("to no page of its own", async () => {
    expect((await knock({ headers: { origin: url } })).status).toBe(200);
  });

  test.each([
    [
      "many messages at a time",
      { body: `[${message("tools/list", {})},${message("tools/list", {})}]` },
      400,
      "validation_failed",
    ],
    ["what is no JSON", { body: "{" }, 400, "invalid_json"],
    ["what is not said to be JSON", { headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    ["what is compressed", { headers: { "content-encoding": "gzip" } }, 415, "unsupported_media_type"],
    ["what is too large", { body: message("tools/list", { x: "x".repeat(70_000) }) }, 413, "payload_too_large"],
    ["what is no POST", { method: "GET" }, 405, "method_not_allowed"],
    ["the end of a session, of which there are none", { method: "DELETE" }, 405, "method_not_allowed"],
  ])("to %s", async (_, request, status, code) => {
    const answer = await knock(request);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test("to whoever would only listen", async () => {
    const envelope = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "tests", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    const headers = { "mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen" };
    const body = message("subscriptions/listen", { notifications: { toolsListChanged: true }, _meta: envelope });
    const answer = await knock({ headers, body });
    expect(JSON.parse(answer.body)).toHaveProperty("error");
  });

  test("and no session is kept", async () => {
    const answer = await knock({});
    expect([answer.status, answer.headers["mcp-session-id"]]).toEqual([200, undefined]);
    expect(answer.headers).toMatchObject({
      "cache-control": "no-store",
      "x-request-id": expect.stringMatching(/^req_/),
    });
  });
});

test("what models read is given out without a key, and leads to what there is", async () => {
  const answer = await fetch(`${url}/llms.txt`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  const page = await answer.text();
  expect(page).toMatch(/^# Backline\n\n> /);
  const links = new Set([...page.matchAll(/\]\((\/[\w./-]*)/g)].map(([, path = ""]) => path));
  expect(links).toEqual(new Set(["/openapi.json", "/docs", "/mcp"]));
  for (const path of links) expect((await fetch(`${url}${path}`)).status).not.toBe(404);
});

test("each call of a tool counts among the key's requests", async () => {
  const left = async () => Number(/r=(\d+)/.exec((await knock({})).headers.ratelimit ?? "")?.[1]);
  const before = await left();
  await use("read_account");
  // Two for the message and what it asks, and one to see.
  expect(before - (await left())).toBeGreaterThanOrEqual(3);
});
