import type { FalClient } from "@fal-ai/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { clientOf, png, startFal, upload } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

let fal: FalEmulator;
let client: FalClient;

beforeAll(async () => {
  fal = await startFal();
  client = clientOf(fal.origin);
});
afterAll(() => fal.close());

describe("an upload", () => {
  it("is read back byte for byte, with its type and length", async () => {
    const bytes = png();
    const url = await upload(client, bytes, "image/png", "a face.png");
    const response = await fetch(url);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.length),
      "accept-ranges": "bytes",
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it("happens by itself for a file inside an input", async () => {
    const file = new File([png() as Uint8Array<ArrayBuffer>], "face.png", { type: "image/png" });
    const { data } = await client.subscribe("fal-ai/nano-banana-2/edit", {
      input: { prompt: "the artist on a street", image_urls: [file as never] },
      pollInterval: 10,
    });
    expect(data.images).toHaveLength(1);
    expect(fal.ledger().at(-1)?.input).toMatchObject({ image_urls: [expect.stringContaining("/face.png")] });
  });

  it("does not exist before its bytes came", async () => {
    const response = await fetch(`${fal.origin}/rest/storage/upload/initiate?storage_type=fal-cdn-v3`, {
      method: "POST",
      headers: { authorization: "Key k" },
      body: JSON.stringify({ content_type: "image/png", file_name: "x.png" }),
    });
    const { file_url } = (await response.json()) as { file_url: string };
    expect((await fetch(file_url)).status).toBe(404);
  });

  it("needs a key to begin", async () => {
    const response = await fetch(`${fal.origin}/rest/storage/upload/initiate`, { method: "POST", body: "{}" });
    expect(response.status).toBe(401);
  });

  /** Has a file say that it is 16 times as large: the client cuts it in as many parts as if it were. */
  function toScale(file: File): File {
    const size = file.size * 16;
    const slice = file.slice.bind(file);
    return Object.defineProperties(file, {
      size: { value: size },
      slice: { value: (from = 0, to = size) => slice(from / 16, to / 16) },
    });
  }

  it("larger than 90 MiB comes in parts and is whole again", async () => {
    const bytes = new Uint8Array((95 * 1024 * 1024) / 16).map((_, index) => index % 251);
    const file = toScale(new File([bytes], "long.wav", { type: "audio/wav" }));
    let puts = 0;
    const counting: typeof fetch = (input, init) => {
      if (init?.method === "PUT") puts += 1;
      return fetch(input, init);
    };
    const url = await clientOf(fal.origin, "test-key", counting).storage.upload(file);
    expect(puts).toBe(10);
    const whole = new Uint8Array(await (await fetch(url)).arrayBuffer());
    expect(Buffer.compare(whole, bytes)).toBe(0);
  });
});

describe("a range of a file", () => {
  let url: string;
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
  const read = (range: string) => fetch(url, { headers: { range } });

  beforeAll(async () => {
    url = await upload(client, bytes, "application/octet-stream", "counting.bin");
  });

  it.each([
    ["bytes=10-19", "bytes 10-19/100", 10, 20],
    ["bytes=90-", "bytes 90-99/100", 90, 100],
    ["bytes=-5", "bytes 95-99/100", 95, 100],
    ["bytes=95-1000", "bytes 95-99/100", 95, 100],
  ])("%s is %s", async (range, contentRange, from, to) => {
    const response = await read(range);
    expect([response.status, response.headers.get("content-range")]).toEqual([206, contentRange]);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([...bytes.subarray(from, to)]);
  });

  it("beyond its end cannot be satisfied", async () => {
    const response = await read("bytes=100-");
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */100"]);
  });
});
