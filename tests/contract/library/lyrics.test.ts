/** /api/artists/{id}/songs/{song}/lyrics and /lines, and `lyrics` on create. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Schemas } from "../../../client/index.ts";
import { calm, fal } from "../../support/client.ts";
import { longSong } from "../../support/files.ts";
import { answer, ask, createRuns, newSong, readyArtist, seeEnd, send, upload } from "../../support/library.ts";
import { refusal } from "../expectations.ts";

beforeAll(calm);

type Lyrics = Schemas["SongLyrics"];
type Line = Schemas["LyricLine"];

/** A song of an artist of its own, with its path. */
async function ownSong(seconds = 30) {
  const { account_id: artist } = await readyArtist();
  // No two alike: what is known of a song is shared by all that ask.
  const { slug } = await newSong(artist, "sung.wav", longSong(seconds + Math.round(Math.random() * 1000) / 1000));
  const path = `/api/artists/${artist}/songs/${slug}`;
  return {
    artist,
    path,
    put: (text: string | Uint8Array<ArrayBuffer>) => upload(`${path}/lyrics`, text, { "content-type": "text/plain" }),
    correct: (number: number, body: unknown) => send("PATCH", `${path}/lines/${number}`, body),
    lyrics: async () => ((await answer(await ask(`${path}/lyrics`), 200)) as { lyrics: Lyrics }).lyrics,
    run: async (parameters: Record<string, unknown>) => {
      const ids = await createRuns({ artist_account_id: artist, songs: [slug], caption_length: "none", ...parameters });
      const [run] = await seeEnd(ids);
      if (!run?.output) throw new Error(JSON.stringify(run?.error));
      const { steps } = run.metadata;
      return {
        output: run.output as unknown as NonNullable<Schemas["RunOutput"]>,
        costOf: (name: string) => steps.find((step) => step.name === name)?.costInCents,
      };
    },
  };
}
const put = async (response: Promise<Response>) => ((await answer(await response, 200)) as { lyrics: Lyrics }).lyrics;
const corrected = async (response: Promise<Response>) =>
  ((await answer(await response, 200)) as { lines: Line[] }).lines;

describe("lyrics of a song", () => {
  test("are read as what they are, kept, replaced and deleted", async () => {
    const song = await ownSong();
    await refusal(await ask(`${song.path}/lyrics`), 404, "lyrics_not_found");
    expect(await put(song.put("[Chorus]\nleave it on\nfor me"))).toMatchObject({
      ...{ source: "artist", format: "plain", heard: false, fit: null, warnings: [] },
      lines: [
        { number: 1, text: "leave it on", timed: "none", start_seconds: null, corrected: false, words: [] },
        { number: 2, text: "for me" },
      ],
    });
    const lrc = await put(song.put("[00:20.00]second\n[00:10.00]first\n[10:00.00]never"));
    expect(lrc).toMatchObject({ format: "lrc", lines: [{ text: "first" }, { text: "second" }, { text: "never" }] });
    expect(lrc.warnings).toHaveLength(2);
    expect(await song.lyrics()).toEqual(lrc);
    await answer(await ask(`${song.path}/lyrics`, { method: "DELETE" }), 200);
    await refusal(await ask(`${song.path}/lyrics`), 404, "lyrics_not_found");
    await refusal(await ask(`${song.path}/lyrics`, { method: "DELETE" }), 404, "lyrics_not_found");
  });

  test("that cannot be used are refused with what is wrong, and those before stay", async () => {
    const song = await ownSong();
    await put(song.put("leave it on"));
    for (const [wrong, message] of [
      ["\n[Verse 1]\n", "it has no words"],
      [new Uint8Array([0x66, 0xfc]), "it is not text in UTF-8 or UTF-16"],
      ["la\n".repeat(1001), "it has 1001 lines, at most 1000 can be"],
    ] as const) {
      const { error } = await refusal(await song.put(wrong), 400, "lyrics_unreadable");
      expect(error).toBe(`The lyrics are refused: ${message}.`);
    }
    await refusal(await song.put("la ".repeat(100_000)), 413, "payload_too_large");
    expect((await song.lyrics()).lines.map(({ text }) => text)).toEqual(["leave it on"]);
    expect(await put(song.put(Array.from({ length: 400 }, (_, at) => `line ${at}`).join("\n")))).toMatchObject({
      format: "plain",
    });
    expect((await song.lyrics()).lines).toHaveLength(400);
  });

  test("of a song that there is not are 404", async () => {
    const { path } = await ownSong();
    const other = path.replace("/sung", "/unsung");
    await refusal(await ask(`${other}/lyrics`), 404, "song_not_found");
    await refusal(await upload(`${other}/lyrics`, "la", { "content-type": "text/plain" }), 404, "song_not_found");
    await refusal(await send("PATCH", `${other}/lines/1`, { text: "la" }), 404, "song_not_found");
  });
});

const STATUS: Record<string, number> = { line_not_found: 404, times_refused: 422 };

describe("a line", () => {
  test("is set right, and set back", async () => {
    const song = await ownSong();
    await put(song.put("leave it on\nfor me"));
    expect(await corrected(song.correct(2, { text: "for you" }))).toMatchObject([
      { number: 2, text: "for you", corrected: true },
    ]);
    expect((await song.lyrics()).lines.map(({ text }) => text)).toEqual(["leave it on", "for you"]);
    expect(await corrected(song.correct(2, { text: null }))).toMatchObject([{ text: "for me", corrected: false }]);
  });

  test("that cannot be set so is refused by the name of what is wrong", async () => {
    const song = await ownSong();
    await put(song.put("leave it on"));
    const refused: [number, unknown, string, string | undefined][] = [
      [2, { text: "la" }, "line_not_found", undefined],
      [1, {}, "validation_failed", undefined],
      [1, { text: "" }, "validation_failed", "text"],
      [1, { words: [] }, "validation_failed", "words"],
      [1, { start_seconds: -1 }, "validation_failed", "start_seconds"],
      [1, { start_seconds: 31 }, "times_refused", "start_seconds"],
      [1, { start_seconds: 5, end_seconds: 4 }, "times_refused", "end_seconds"],
      [1, { end_seconds: 4 }, "times_refused", "end_seconds"],
      [1, { start_seconds: 5, end_seconds: 400 }, "times_refused", "end_seconds"],
    ];
    for (const [number, body, code, field] of refused) {
      const error = await refusal(await song.correct(number, body), STATUS[code] ?? 400, code as never);
      if (field) expect([error.issues?.[0]?.path[0], body]).toEqual([field, body]);
    }
    expect((await song.lyrics()).lines[0]).toMatchObject({ text: "leave it on", corrected: false });
    await refusal(await song.correct(0, { text: "la" }), 400, "validation_failed");
  });
});

describe("a run", () => {
  const models = ["fal-ai/whisper", "fal-ai/demucs", "fal-ai/elevenlabs/forced-alignment"];
  /** How often each model was asked. */
  const calls = async () => {
    const ledger = await fal.ledger();
    return models.map((model) => ledger.filter((entry) => entry.model === model).length);
  };
  const since = async (before: number[]) => (await calls()).map((count, at) => count - (before[at] ?? 0));

  test("shows a transcript where the song has no lyrics, with moving lips, too, and asks for nothing more", async () => {
    const song = await ownSong();
    const before = await calls();
    const { output, costOf } = await song.run({ lyrics: "line", lipsync: true });
    expect(await since(before)).toEqual([1, 0, 0]);
    expect(output.lyrics).toMatchObject({ style: "line", source: "transcribed" });
    expect(output.lyrics?.lines.length).toBeGreaterThan(0);
    expect([costOf("align"), costOf("lyrics")]).toEqual([0, 0]);
    const { source, heard, lines } = await song.lyrics();
    expect([source, heard]).toEqual(["transcribed", true]);
    for (const { text } of output.lyrics?.lines ?? []) expect(lines.map((line) => line.text).join(" ")).toContain(text);
  });

  test("shows the artist's words in time, has them aligned once, and pays nothing for what is set right", async () => {
    const song = await ownSong();
    await song.run({ lyrics: "word" });
    const transcribed = (await song.lyrics()).lines;
    // The same seconds each time: a drawn clip may have a line of one word, of whose time nobody can be sure.
    const start = transcribed.find(({ words }) => words.length >= 3)?.start_seconds ?? 0;
    const clip = { song: "sung", start_seconds: Math.max(0, start - 0.1) };
    const before = await calls();
    await put(song.put(transcribed.map(({ text }) => text.toUpperCase()).join("\n")));
    const first = await song.run({ lyrics: "highlight", songs: undefined, clip });
    expect(await since(before)).toEqual([0, 1, 1]);
    expect([first.costOf("separate"), first.costOf("align")]).toEqual([expect.closeTo(2.1, 0), 22]);
    expect(first.output.lyrics).toMatchObject({ style: "highlight", source: "artist" });
    const shown = first.output.lyrics?.lines ?? [];
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.map(({ text }) => text)).toEqual(shown.map(({ text }) => text.toUpperCase()));

    const { fit, lines } = await song.lyrics();
    expect(fit).toBeGreaterThan(0.9);
    // Of a line that was heard badly nobody can be sure, and how well one is heard differs: most are sure of each word.
    expect(lines.filter(({ timed }) => timed === "words").length).toBeGreaterThan(lines.length / 2);
    // The clip may break a line off.
    for (const { text, timed } of shown) {
      expect(lines.filter((line) => line.text.includes(text)).map((line) => line.timed)).toContain(timed);
    }
    const wrong = lines.find(({ text }) => text.includes(shown[0]?.text ?? ""));
    for (const { number, text } of lines) await corrected(song.correct(number, { text: `${text} yeah` }));
    const second = await song.run({ lyrics: "highlight" });
    expect(await since(before)).toEqual([0, 1, 1]);
    expect([second.costOf("separate"), second.costOf("align")]).toEqual([0, 0]);
    expect(wrong).toBeDefined();
    expect(second.output.lyrics?.lines.some(({ text }) => text.includes("yeah"))).toBe(true);
  });

  test("shows nothing of another song's lyrics, and says so", async () => {
    const song = await ownSong();
    await put(song.put("completely unrelated sentences\nabout gardening implements\nphotosynthesis everywhere"));
    const { output } = await song.run({ lyrics: "fill" });
    expect(output.lyrics).toEqual({ style: "fill", source: "artist", lines: [] });
    expect(output.warnings).toContain(
      "No lyrics are shown: those that the artist gave are not what is sung in this song.",
    );
  });

  test("goes on without an alignment when fal.ai refuses it", async () => {
    const song = await ownSong();
    await put(song.put("leave it on"));
    const refused = ["fal-ai/demucs", "fal-ai/elevenlabs/forced-alignment"];
    await fal.set({ faults: refused.map((model) => ({ kind: "fail", error: "content_policy_violation", model })) });
    const { output, costOf } = await song.run({ lyrics: "pop" });
    await calm();
    expect(output.lyrics).toBeDefined();
    expect([costOf("separate"), costOf("align")]).toEqual([0, 0]);
  });

  test("in a style that there is not is refused", async () => {
    const { artist } = await ownSong();
    const response = await send("POST", "/api/content/create", { artist_account_id: artist, lyrics: "karaoke" });
    const { issues } = await refusal(response, 400, "validation_failed");
    expect(issues?.[0]?.path).toEqual(["lyrics"]);
  });
});
