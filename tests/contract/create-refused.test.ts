/** POST /api/content/create, refused: with a reason to act on, and without a trace. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { announce, artistId, call, calm, extra, owner, post, quiet, stranger } from "../support/client.ts";
import { fingerprint, footprint, refusal } from "./expectations.ts";

let before: unknown;
beforeAll(async () => {
  await calm();
  await quiet();
  before = await footprint();
});
afterEach(async () => {
  const expected = before;
  // What one test leaves is not the next one's fault.
  before = await footprint();
  expect(before).toEqual(expected);
});

const create = (body: unknown, headers: Record<string, string> = {}) => post("/api/content/create", body, headers);
/**
 * What is refused before it was all sent may be cut off: the server closes the connection, and the answer is lost with
 * what was still on its way. Asked again, it is heard in the end.
 */
async function heard<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let asked = 1; ; asked++) {
    try {
      return await ask();
    } catch (error) {
      const isCutOff = error instanceof TypeError && /^(terminated|fetch failed)$/.test(error.message);
      if (!isCutOff || asked === 5) throw error;
    }
  }
}

const sendRaw = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { "content-type": "application/json" },
) => call("/api/content/create", { method: "POST", body, headers });

describe("a parameter that is wrong", () => {
  const wrong: [string, unknown[]][] = [
    [
      "artist_account_id",
      ["not-a-uuid", "", 5, null, true, {}, [artistId], `${artistId} `, artistId.replace(/-/g, "")],
    ],
    ["template", [5, null, true, ["artist-caption-bedroom"], {}, "x".repeat(101)]],
    ["lipsync", ["true", "false", 1, 0, null, ""]],
    ["caption_length", ["None", "SHORT", "tiny", "", 10, null, true]],
    ["upscale", ["true", 1, 0, null]],
    ["duration", [0, 7, 9, 16, 61, -8, 8.5, 1e9, "8", "", null, true, [8]]],
    ["songs", ["porchlight", [], [""], [5], [null], ["a", "a"], {}, null, Array.from({ length: 101 }, String)]],
    [
      "images",
      ["https://example.com/a.jpg", [], [""], [5], Array.from({ length: 11 }, (_, n) => `https://example.com/${n}`)],
    ],
    [
      "clip",
      [
        ...[5, null, "porchlight", [], {}, { song: "porchlight" }, { start_seconds: 3 }],
        ...[
          { start_seconds: -1 },
          { start_seconds: "3" },
          { start_seconds: 3, moment: "m3000" },
          { moment: "chorus" },
        ].map((named) => ({ song: "porchlight", ...named })),
        { song: "porchlight", start_seconds: 3, end: 9 },
      ],
    ],
    ["batch", [0, 31, -1, 1.5, 1e9, "3", "", null, true, [1]]],
  ];
  const cases = wrong.flatMap(([name, values]) =>
    values.map((value) => ({ name, value, text: JSON.stringify(value).slice(0, 60) })),
  );

  test.each(cases)("$name: $text is refused by name", async ({ name, value }) => {
    const body = await refusal(await create({ artist_account_id: artistId, [name]: value }), 400, "validation_failed");
    expect(body.field?.[0]).toBe(name);
    expect([...new Set(body.issues?.map(({ path }) => path[0]))]).toEqual([name]);
    expect(body.error).toContain(name);
  });

  test("artist_account_id: missing is refused by name", async () => {
    const body = await refusal(await create({ template: "artist-caption-bedroom" }), 400, "validation_failed");
    expect(body.field).toEqual(["artist_account_id"]);
  });

  test.each(["no-such-template", "", "Artist-Caption-Bedroom", " artist-caption-bedroom", "x".repeat(100)])(
    "template %j is unknown, and the answer says which there are",
    async (template) => {
      const body = await refusal(await create({ artist_account_id: artistId, template }), 400, "unknown_template");
      expect(body.field).toEqual(["template"]);
      expect(body.available_templates).toEqual([
        "artist-caption-bedroom",
        "artist-caption-outside",
        "artist-caption-stage",
        "album-record-store",
      ]);
    },
  );

  test.each(["captionLength", "Lipsync", "lip_sync", "artist", "count", "__proto__", "constructor"])(
    "the unknown key %j is refused by name",
    async (key) => {
      const response = await sendRaw(`{"artist_account_id": "${artistId}", "${key}": {"a": 1}}`);
      const body = await refusal(response, 400, "validation_failed");
      expect(body.issues).toEqual([{ path: [key], code: "unrecognized_keys", message: expect.stringContaining(key) }]);
      expect(body.error).toContain(key);
    },
  );

  test("everything that is wrong is listed, not just the first", async () => {
    const response = await create({
      template: 1,
      lipsync: "yes",
      caption_length: "big",
      upscale: 1,
      batch: 99,
      typo: 1,
      other: 2,
    });
    const body = await refusal(response, 400, "validation_failed");
    expect(body.issues?.map(({ path }) => path.join(".")).sort()).toEqual(
      ["artist_account_id", "batch", "caption_length", "lipsync", "other", "template", "typo", "upscale"].sort(),
    );
    expect(body.error).toContain("7 more");
  });
});

describe("a body that is not a JSON object", () => {
  test.each(["{", '{"artist_account_id": }', "{'a': 1}", "undefined", "a=1", '{"a":1}{"b":2}', "[1,"])(
    "%j is not JSON",
    async (text) => {
      const body = await refusal(await sendRaw(text), 400, "invalid_json");
      expect(body.issues).toBeUndefined();
    },
  );

  test.each(["", "  \n"])("%j is empty", async (text) => {
    const body = await refusal(await sendRaw(text), 400, "invalid_json");
    expect(body.error).toMatch(/empty/);
  });

  test("no body at all is empty", async () => {
    await refusal(
      await call("/api/content/create", { method: "POST", headers: { "content-type": "application/json" } }),
      400,
      "invalid_json",
    );
  });

  test.each(["[]", `[{"artist_account_id": "${artistId}"}]`, '"text"', "null", "3", "true"])(
    "%s is JSON, but not an object",
    async (text) => {
      const body = await refusal(await sendRaw(text), 400, "validation_failed");
      expect(body.issues).toEqual([{ path: [], code: "invalid_type", message: expect.stringContaining("object") }]);
    },
  );

  test("more than 64 KiB is too large, whether its length is announced or not", async () => {
    const headers = { "x-api-key": owner.apiKey, "content-type": "application/json" };
    await heard(async () => {
      const announced = await announce("POST", "/api/content/create", 1_000_000, headers);
      return refusal(announced, 413, "payload_too_large");
    });
    const large = JSON.stringify({ artist_account_id: artistId, template: "x".repeat(65_536) });
    await heard(async () => {
      const unannounced = await call("/api/content/create", {
        method: "POST",
        body: new Blob([large]).stream(),
        headers: { "content-type": "application/json" },
        ...{ duplex: "half" },
      });
      return refusal(unannounced, 413, "payload_too_large");
    });
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json;",
  ])("content-type %s is not supported", async (contentType) => {
    const response = await create({ artist_account_id: artistId }, { "content-type": contentType });
    await refusal(response, 415, "unsupported_media_type");
  });

  test("without a content-type it is not supported either", async () => {
    // Bytes, because fetch would name a type for a string.
    const bytes = new TextEncoder().encode(JSON.stringify({ artist_account_id: artistId }));
    await refusal(await sendRaw(bytes, {}), 415, "unsupported_media_type");
  });
});

describe("an artist", () => {
  test("of another account cannot be told from one that never was", async () => {
    const unknown = await create({ artist_account_id: randomUUID() });
    const foreign = await create({ artist_account_id: stranger.artistIds[0] });
    await refusal(unknown.clone(), 404, "artist_not_found");
    expect(await fingerprint(foreign)).toEqual(await fingerprint(unknown));
  });

  const required = (file: string) => ({
    file,
    severity: "required",
    description: expect.any(String),
    fix: expect.any(String),
  });
  const recommended = (file: string) => ({ ...required(file), severity: "recommended" });

  test.each([
    ["songs", () => extra.withoutSongs, [required("songs")]],
    ["a face guide", () => extra.withoutFaceGuide, [required("face-guide")]],
    [
      "anything",
      () => extra.withoutAnything,
      [required("face-guide"), required("songs"), recommended("context-notes")],
    ],
  ])("without %s is refused at once, with what is missing", async (_, id, missing) => {
    for (const template of ["artist-caption-bedroom", "album-record-store"]) {
      const response = await create({ artist_account_id: id(), template }, { "x-api-key": extra.apiKey });
      const body = await refusal(response, 400, "artist_not_ready");
      expect(body.ready).toBe(false);
      expect(body.missing).toEqual(missing);
    }
  });
});
