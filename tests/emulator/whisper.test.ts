import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FalClient } from "@fal-ai/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { clientOf, startFal, subscribe, upload, wav } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

interface Transcription {
  text: string;
  chunks?: { timestamp: [number, number]; text: string }[];
  inferred_languages: string[];
}

const folder = mkdtempSync(join(tmpdir(), "transcripts-"));
let fal: FalEmulator;
let client: FalClient;

beforeAll(async () => {
  fal = await startFal({ transcripts: folder, settings: { media: "real" } });
  client = clientOf(fal.origin);
});
afterAll(async () => {
  await fal.close();
  rmSync(folder, { recursive: true });
});

const transcribe = async (bytes: Uint8Array, options: object = { chunk_level: "word" }) =>
  subscribe<Transcription>(client, "fal-ai/whisper", {
    audio_url: await upload(client, bytes, "audio/wav", "song.wav"),
    ...options,
  });

const know = (bytes: Uint8Array, transcript: object): void =>
  writeFileSync(join(folder, `${createHash("sha256").update(bytes).digest("hex")}.json`), JSON.stringify(transcript));

describe("a song whose words are told", () => {
  const tell = (bytes: Uint8Array, body: unknown) =>
    fetch(`${fal.origin}/control/transcripts/${createHash("sha256").update(bytes).digest("hex")}`, {
      method: "PUT",
      body: JSON.stringify(body),
    });

  it("has them from then on, also instead of those that it is known by", async () => {
    const song = wav(6, 310);
    know(song, { text: "hold on", words: [{ text: "hold", start: 1, end: 1.4 }] });
    expect((await tell(song, { text: "let go", words: [{ text: "let", start: 2, end: 2.4 }] })).status).toBe(200);
    expect((await transcribe(song)).chunks).toMatchObject([{ timestamp: [2, 2.4], text: " let" }]);
    await tell(song, { text: "suelta", language: "es", words: [{ text: "suelta", start: 2, end: 2.4 }] });
    expect(await transcribe(song)).toMatchObject({ text: "suelta", inferred_languages: ["es"] });
  });

  it("is one, and words are words", async () => {
    expect((await tell(wav(6, 320), { text: "let go" })).status).toBe(400);
    const elsewhere = await fetch(`${fal.origin}/control/transcripts/..%2Fseed`, { method: "PUT", body: "{}" });
    expect(elsewhere.status).toBe(400);
  });
});

describe("a song that is known", () => {
  const song = wav(6, 300);
  const words = [
    { text: "hold", start: 1, end: 1.4 },
    { text: "on", start: 1.5, end: 1.9 },
    { text: "tonight", start: 4, end: 4.6 },
  ];

  beforeAll(() => know(song, { text: "hold on tonight", words }));

  it("has its own words at their own times", async () => {
    expect(await transcribe(song)).toEqual({
      text: "hold on tonight",
      chunks: words.map(({ text, start, end }) => ({ timestamp: [start, end], text: ` ${text}`, speaker: null })),
      inferred_languages: ["en"],
      diarization_segments: [],
    });
  });

  it("comes in segments that end at pauses, or without times", async () => {
    const { chunks } = await transcribe(song, { chunk_level: "segment" });
    expect(chunks?.map(({ text, timestamp }) => [text, timestamp])).toEqual([
      [" hold on", [1, 1.9]],
      [" tonight", [4, 4.6]],
    ]);
    expect(await transcribe(song, { chunk_level: "none" })).not.toHaveProperty("chunks");
  });

  it("has no words when it is an instrumental", async () => {
    const instrumental = wav(5, 310);
    know(instrumental, { text: "", words: [] });
    expect(await transcribe(instrumental)).toMatchObject({ text: "", chunks: [], inferred_languages: [] });
  });
});

describe("a song nobody wrote down", () => {
  it("gets English words in order, inside its real length, the same every time", async () => {
    const song = wav(9.5, 320);
    const first = await transcribe(song);
    expect(await transcribe(song)).toEqual(first);
    const chunks = first.chunks ?? [];
    expect(chunks.length).toBeGreaterThan(8);
    let last = 0;
    for (const { timestamp, text } of chunks) {
      expect(text).toMatch(/^ [A-Za-z']+$/);
      expect(timestamp[0]).toBeGreaterThanOrEqual(last);
      expect(timestamp[1]).toBeGreaterThan(timestamp[0]);
      last = timestamp[1];
    }
    expect(last).toBeLessThanOrEqual(9.5);
  });

  it("gets other words than another song, and none when it is too short to sing in", async () => {
    const [one, other] = [await transcribe(wav(8, 330)), await transcribe(wav(8, 340))];
    expect(one.text).not.toBe(other.text);
    expect((await transcribe(wav(0.3, 350))).text).toBe("");
  });
});
