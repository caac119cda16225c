/** Songs and lyrics that go wrong: each is refused at once and clearly, or becomes a video whose warnings say what it lacks. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Schemas } from "../../../client/index.ts";
import { encode } from "../../../seed/encode.ts";
import { calm, fal } from "../../support/client.ts";
import { longSong, soundOf } from "../../support/files.ts";
import { answer, ask, createRuns, newSong, readyArtist, seeEnd, send, upload } from "../../support/library.ts";
import { applause } from "../../support/sounds.ts";
import { refusal } from "../expectations.ts";

let artist = "";
beforeAll(async () => {
  await calm();
  artist = (await readyArtist()).account_id;
});

type Output = NonNullable<Schemas["RunOutput"]>;
type Line = readonly [from: number, text: string];

/** What is sung, a word every `pace` seconds from a line's second on, each held for a share of that. */
const sungAt = (lines: readonly Line[], { pace = 0.4, held = 0.9 } = {}) =>
  lines.flatMap(([from, line]) =>
    line.split(" ").map((text, at) => ({ text, start: from + at * pace, end: from + (at + held) * pace })),
  );

let made = 0;
/** A song of the artist, of that sound, in which those lines are sung. */
async function songOf(bytes: Uint8Array<ArrayBuffer>, lines: readonly Line[], sung: Parameters<typeof sungAt>[1] = {}) {
  const words = sungAt(lines, sung);
  await fal.tell(createHash("sha256").update(bytes).digest("hex"), words);
  const { slug } = await newSong(artist, `difficult ${++made}.wav`, bytes);
  const path = `/api/artists/${artist}/songs/${encodeURIComponent(slug)}`;
  return {
    slug,
    path,
    put: (text: string) => upload(`${path}/lyrics`, text, { "content-type": "text/plain" }),
    lyrics: async () => ((await answer(await ask(`${path}/lyrics`), 200)) as { lyrics: Schemas["SongLyrics"] }).lyrics,
    /** The output of a run of the song, which has to complete. */
    async run(parameters: Record<string, unknown>): Promise<Output> {
      const chosen = "clip" in parameters ? {} : { songs: [slug] };
      const [run] = await seeEnd(await createRuns({ artist_account_id: artist, ...chosen, ...parameters }));
      if (!run?.output) throw new Error(JSON.stringify(run?.error));
      return run.output as unknown as Output;
    },
  };
}
const shown = ({ lyrics }: Output) => lyrics?.lines.map(({ text, timed }) => [text, timed]);
const refusedCreate = (parameters: Record<string, unknown>) =>
  send("POST", "/api/content/create", { artist_account_id: artist, ...parameters });

/** A WAV file of people who clap. */
function clapping(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "backline-applause-"));
  try {
    encode(applause(40), "wav", join(folder, "applause.wav"));
    return new Uint8Array(readFileSync(join(folder, "applause.wav")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Unlike any made before, so that nothing is known of it. */
const hum = (seconds: number) => longSong(seconds + (process.pid % 1000) / 10_000 + ++made / 1000);

const ESTROFA: Line[] = [
  [4, "dejé la luz del porche encendida"],
  [8, "por si vuelves antes de la lluvia"],
  [12, "la llave sigue bajo la piedra"],
  [16, "y el perro duerme junto a la puerta"],
];

describe("lyrics", () => {
  test("in another language than is sung are not shown, and the video says so", async () => {
    const song = await songOf(hum(40), ESTROFA);
    await answer(await song.put("ich ließ das Licht auf der Veranda an\nfalls du vor dem Regen kommst"), 200);
    const output = await song.run({ lyrics: "word" });
    expect(output.lyrics).toEqual({ style: "word", source: "artist", lines: [] });
    expect(output.warnings).toContain(
      "No lyrics are shown: those that the artist gave are not what is sung in this song.",
    );
  });

  test("with times of words, out of order and beyond the end: those that can be are used, the others are told of", async () => {
    const song = await songOf(hum(40), ESTROFA);
    const tagged = ESTROFA.map(([from, line]) => {
      const words = line
        .split(" ")
        .map((word, at) => `<00:${(from + 0.1 + at * 0.4).toFixed(2).padStart(5, "0")}>${word}`);
      return `[00:${String(from).padStart(2, "0")}.10]${words.join(" ")}`;
    });
    const file = [tagged[2], tagged[0], "[59:00.00]nunca más", tagged[1], tagged[3]].join("\n");
    const { lyrics } = (await answer(await song.put(file), 200)) as { lyrics: Schemas["SongLyrics"] };
    expect(lyrics.warnings).toEqual([
      "Its lines are not in the order of their times: they were put in order.",
      expect.stringMatching(/^One line begins after the song's end, .+: that time is not used\.$/),
    ]);
    const output = await song.run({ lyrics: "highlight", clip: { song: song.slug, start_seconds: 3.9 } });
    expect(shown(output)).toEqual(ESTROFA.slice(0, 2).map(([, text]) => [text, "words"]));
    const [first] = (await song.lyrics()).lines;
    expect(first?.words.map(({ start_seconds }) => start_seconds)).toEqual(
      [4.1, 4.5, 4.9, 5.3, 5.7, 6.1].map((start) => expect.closeTo(start, 1)),
    );
  });

  test("whose chorus is written once are shown each time that it is sung", async () => {
    const chorus: Line[] = [
      [20, "so leave the porchlight on for me"],
      [24, "I am slower than I used to be"],
    ];
    const again = [15, 30].flatMap((later) => chorus.map(([from, text]): Line => [from + later, text]));
    const song = await songOf(hum(70), [...ESTROFA, ...chorus, ...again]);
    await answer(await song.put([...ESTROFA, ...chorus].map(([, text]) => text).join("\n")), 200);
    const output = await song.run({ lyrics: "line", clip: { song: song.slug, start_seconds: 49.9 } });
    expect(shown(output)).toEqual(chorus.map(([, text]) => [text, "words"]));
    expect((await song.lyrics()).lines.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 5, 6, 5, 6]);
  });

  test("in an empty file are refused, as a body and as a form", async () => {
    const song = await songOf(hum(12), []);
    await refusal(await song.put(""), 400, "lyrics_unreadable");
    await refusal(await song.put("\ufeff\n\n"), 400, "lyrics_unreadable");
    const form = new FormData();
    form.append("file", new Blob([]), "lyrics.txt");
    const { error } = await refusal(await upload(`${song.path}/lyrics`, form), 400, "lyrics_unreadable");
    expect(error).toBe("The lyrics are refused: it has no words.");
  });
});

describe("applause", () => {
  const words = "thank you thank you";

  test("is a song in which nothing is sung: lips and lyrics are told to have nothing to follow", async () => {
    const song = await songOf(clapping(), [[2, words]]);
    const silent = await song.run({ lipsync: true, clip: { song: song.slug, start_seconds: 9 } });
    expect(silent.warnings).toContain("Nothing is sung in the clip that the lips follow.");
    await answer(await song.put("we came to hear you play\nand stayed until the lights went out"), 200);
    const output = await song.run({ lyrics: "word" });
    expect(shown(output)).toEqual([]);
    expect(output.warnings).toContain(
      "No lyrics are shown: those that the artist gave are not what is sung in this song.",
    );
  });
});

test("400 lines of rap without a pause are in time, and no clip breaks off a word", async () => {
  const lines = Array.from({ length: 400 }, (_, at): Line => {
    const words = ["word", "after", "nobody", "breathes"];
    return [1 + at * 0.8, words.map((word, nth) => `${word}${(at * 7 + nth) % 97}`).join(" ")];
  });
  const song = await songOf(hum(324), lines, { pace: 0.2, held: 1 });
  await answer(await song.put(lines.map(([, text]) => text).join("\n")), 200);
  const output = await song.run({ lyrics: "fill" });
  expect(output.lyrics?.lines.length).toBeGreaterThan(8);
  expect(output.lyrics?.lines.filter(({ timed }) => timed !== "words")).toEqual([]);
  expect(output.warnings.filter((warning) => /word/.test(warning))).toEqual([]);
  expect((await song.lyrics()).lines.filter(({ timed }) => timed === "words").length).toBeGreaterThan(390);
});

test("an instrumental has neither lips to move nor lyrics to show, and both are said", async () => {
  const song = await songOf(hum(20), []);
  const output = await song.run({ lipsync: true, lyrics: "pop" });
  expect(output.lyrics).toEqual({ style: "pop", source: "transcribed", lines: [] });
  expect(output.warnings).toEqual(
    expect.arrayContaining([
      "Nothing is sung in the clip that the lips follow.",
      "No lyrics are shown: nothing is sung in this song.",
    ]),
  );
});

describe("what cannot be made is refused before anything is asked or paid", () => {
  test("a clip in silence, one past the end, and a minute of a song of 40 seconds", async () => {
    const gap = soundOf("aevalsrc='if(between(t\\,15\\,30)\\,0\\,0.4)*sin(2*PI*311*t)':s=8000", 40, "pcm_u8");
    const { slug } = await songOf(gap, []);
    const before = (await fal.ledger()).length;
    const silent = await refusal(await refusedCreate({ clip: { song: slug, start_seconds: 18 } }), 422, "clip_refused");
    expect(silent.error).toContain("silent from 15.1 to 30 s");
    const past = await refusal(await refusedCreate({ clip: { song: slug, start_seconds: 33 } }), 422, "clip_refused");
    expect(past.error).toContain("at 32 s at the latest");
    const long = await refusal(await refusedCreate({ songs: [slug], duration: 60 }), 400, "options_conflict");
    expect(long.error).toContain(`"${slug}" lasts 40 seconds`);
    expect(await fal.ledger()).toHaveLength(before);
  });
});
