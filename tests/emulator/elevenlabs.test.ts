/** The voice of a song, and words that are placed in it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FalClient } from "@fal-ai/client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { placeWords } from "../../emulator/text/forced-alignment.ts";
import { sha256Hex } from "../../worker/ids.ts";
import { clientOf, startFal, subscribe, upload, wav } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

const SUNG = ["leave", "it", "on", "for", "me"].map((text, at) => ({ text, start: 1 + at, end: 1.6 + at }));

describe("words of a text", () => {
  test("are placed where they are sung", () => {
    const placed = placeWords(["Leave", "it", "on,", "for", "me!"], SUNG, 10);
    expect(placed.map(({ start, isHeard }) => [start, isHeard])).toEqual(SUNG.map(({ start }) => [start, true]));
  });

  test("are placed in between where they are not", () => {
    const placed = placeWords(["leave", "that", "old", "light", "on"], SUNG, 10);
    expect(placed.map(({ isHeard }) => isHeard)).toEqual([true, false, false, false, true]);
    for (const [at, { start, end }] of placed.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(placed[at - 1]?.end ?? 0);
    }
  });

  test("have a place within the sound where nothing is sung", () => {
    const placed = placeWords(["not", "one", "of", "them"], [], 1);
    expect(placed).toHaveLength(4);
    expect(placed.at(-1)?.end).toBeLessThanOrEqual(1);
  });
});

describe.each(["real", "instant"] as const)("with %s media", (media) => {
  let fal: FalEmulator;
  let client: FalClient;
  let folder: string;
  let audio: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "transcripts-"));
    const song = wav(8);
    const text = SUNG.map((word) => word.text).join(" ");
    await writeFile(
      join(folder, `${await sha256Hex(Uint8Array.from(song))}.json`),
      JSON.stringify({ text, words: SUNG }),
    );
    fal = await startFal({ transcripts: folder, settings: { media } });
    client = clientOf(fal.origin);
    audio = await upload(client, song, "audio/wav", "song.wav");
  });
  afterAll(async () => {
    await fal.close();
    await rm(folder, { recursive: true });
  });

  test("the voice that was taken out of a song is known to be that song's", async () => {
    const { vocals } = await subscribe<{ vocals: { url: string; content_type: string } }>(client, "fal-ai/demucs", {
      ...{ audio_url: audio, model: "htdemucs_ft", stems: ["vocals"], output_format: "mp3" },
    });
    expect(vocals.content_type).toBe("audio/mpeg");
    const { words, characters, loss } = await subscribe<{
      words: { text: string; start: number; end: number; loss: number }[];
      characters: { text: string }[];
      loss: number;
    }>(client, "fal-ai/elevenlabs/forced-alignment", { audio_url: vocals.url, text: "Leave it on\nfor me" });
    const spoken = words.filter(({ text }) => text !== " ");
    expect(spoken.map(({ text, start }) => [text, start])).toEqual(
      ["Leave", "it", "on", "for", "me"].map((text, at) => [text, 1 + at]),
    );
    expect(characters.map(({ text }) => text).join("")).toBe("Leave it on for me");
    expect(loss).toBeLessThan(1);
  });

  test("scribe tells words from what is between them", async () => {
    const { words } = await subscribe<{ words: { text: string; type: string }[] }>(
      client,
      "fal-ai/elevenlabs/speech-to-text/scribe-v2",
      { audio_url: audio, diarize: false },
    );
    expect(words.filter(({ type }) => type === "word").map(({ text }) => text)).toEqual(SUNG.map(({ text }) => text));
    expect(words.some(({ type }) => type === "spacing")).toBe(true);
  });
});
