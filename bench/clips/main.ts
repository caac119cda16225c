/**
 * Which clips are taken from every song of the seed, whose scores say what is true of them, and from ten songs that are hard
 * to take one from: how loud each is, and where it begins and ends against words, bars and silences; and the clips of a
 * batch of thirty videos of each artist. Ends with 1 where a clip cannot be heard or finished, begins off the bar and not
 * before a phrase, or is made twice. Writes out/bench-clips.json.
 * Usage: npm run clips [-- --beats=score|heard]: the beats that the score has, or those that the renderer hears (default)
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SEED } from "../../local/paths.ts";
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { analyzeFile } from "../../renderer/src/analyze.ts";
import { recognize } from "../../renderer/src/media.ts";
import { makeSoundtrack } from "../../renderer/src/soundtrack.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { buildSeed } from "../../seed/build.ts";
import { judge, type Truth } from "../../tests/support/clip-judge.ts";
import { scored, truthOfSong } from "../../tests/support/scored-songs.ts";
import { drawChoices } from "../../worker/runs/choices.ts";
import { chooseMoment, clipAt } from "../../worker/steps/clip.ts";
import { chooseMoments } from "../../worker/steps/music/choose.ts";
import { HeardSong } from "../../worker/steps/music/heard-song.ts";
import { placeOf } from "../../worker/steps/music/starts.ts";
import type { Chosen, Word } from "../../worker/steps/step.ts";
import { writeResult } from "../result.ts";
import { makeOddSongs } from "./odd-songs.ts";

const { values } = parseArgs({ options: { beats: { type: "string", default: "heard" } } });
if (values.beats !== "heard" && values.beats !== "score") throw new Error("--beats is heard or score");

const BATCH = 30;
const SECONDS = 8;
const AUDIBLE_LUFS = -40;
/** What a model hears in silence. */
const IMAGINED = "thank you for watching";

interface Song {
  name: string;
  path: string;
  analysis: SongAnalysis;
  words: Word[];
  /** Null of those that were not written down. */
  truth: Truth | null;
}

const faults: string[] = [];
const rounded = (value: number) => Math.round(value * 100) / 100;

/** The words of a song, and those that a model imagines in each of its silences. */
const withImagined = (words: readonly Word[], { silences }: SongAnalysis): Word[] => [
  ...words,
  ...silences.flatMap(({ start, end }) =>
    IMAGINED.split(" ").flatMap((text, place) => {
      const at = start + 0.1 + place * 0.4;
      return at + 0.4 < end ? [{ text, start: at, end: at + 0.4 }] : [];
    }),
  ),
];

function rowsOf({ name, analysis, words, truth }: Song, song: HeardSong, { moments }: Chosen) {
  return moments
    .toSorted((one, other) => one.startSeconds - other.startSeconds)
    .map(({ startSeconds, lengths, score, why }) => {
      const clip = clipAt(song, startSeconds, SECONDS);
      const end = startSeconds + clip.durationSeconds;
      const lufs = song.lufsBetween(startSeconds, end);
      const judged = truth && judge({ ...truth, words: truth.words }, startSeconds, end);
      if (lufs < AUDIBLE_LUFS) faults.push(`${name} at ${startSeconds} s: ${lufs} LUFS`);
      if (judged?.["starts inside"]) faults.push(`${name} at ${startSeconds} s begins inside a word`);
      if (judged && !judged.isHook) faults.push(`${name} at ${startSeconds} s begins off the bar`);
      if (clip.lyrics.includes(IMAGINED)) faults.push(`${name} at ${startSeconds} s has words that nobody sings`);
      const { isHook: _, ...told } = judged ?? { isHook: false };
      return {
        start: startSeconds,
        at: placeOf(song, startSeconds),
        ...told,
        heard: clip.durationSeconds,
        fades: `${clip.fadeIn}/${clip.fadeOut}`,
        lufs: rounded(lufs),
        silent: rounded(song.silentBetween(startSeconds, end)),
        lengths: lengths.map(({ seconds }) => seconds).join(" "),
        score,
        why: why.join("; "),
        warnings: clip.warnings.length,
        lyrics: clip.lyrics,
        words: words.length,
        bpm: analysis.grid?.bpm ?? null,
      };
    });
}

const folder = mkdtempSync(join(tmpdir(), "backline-clips-"));
const result: Record<string, unknown> = {};

/** Makes the sound of a clip as a video's would be made; gives why it cannot be. */
async function whyUnfinished({ path }: Song, song: HeardSong, start: number): Promise<string | null> {
  const { startSeconds, durationSeconds, fadeIn, fadeOut } = clipAt(song, start, SECONDS);
  const place = mkdtempSync(join(folder, "sound-"));
  const stretch = { startSeconds, durationSeconds: SECONDS, soundSeconds: durationSeconds, fadeIn, fadeOut };
  return makeSoundtrack(
    await recognize(path, "audio"),
    { ...stretch, fadeIn: fadeIn ?? 0.01, fadeOut: fadeOut ?? 0.3 },
    place,
    new AbortController().signal,
  ).then(() => null, String);
}

try {
  const seed = await buildSeed(SEED, (message) => console.log(message));
  const files = seed.accounts.flatMap(({ artists }) => artists);
  for (const artist of ACCOUNTS.flatMap(({ artists }) => artists)) {
    const chosenBySong = new Map<string, Chosen>();
    const judges = new Map<string, (start: number) => boolean>();
    for (const written of artist.songs) {
      const path = files.find(({ id }) => id === artist.id)?.songs.find(({ slug }) => slug === written.slug)?.path;
      if (path === undefined) throw new Error(`The seed has no file of ${written.slug}`);
      const measured = await analyzeFile(path);
      const analysis = values.beats === "score" ? scored(measured, written) : measured;
      const truth = truthOfSong(written);
      const words = withImagined(truth.words, analysis);
      const song = new HeardSong(analysis, words);
      const chosen = chooseMoments(song);
      chosenBySong.set(written.slug, chosen);
      judges.set(written.slug, (start) => judge(truth, start, start + SECONDS).isHook);
      const rows = rowsOf({ name: written.slug, path, analysis, words, truth }, song, chosen);
      console.log(`\n${written.title} by ${artist.name}: ${rows.length} moments`);
      console.table(
        rows.map(({ lyrics, words: _, bpm, why, lengths, ...row }) => ({ ...row, lyrics: lyrics.slice(0, 40) })),
      );
      result[written.slug] = rows;
    }
    const count = [...chosenBySong.values()].reduce((sum, { moments }) => sum + moments.length, 0);
    if (count < BATCH) faults.push(`${artist.name} has ${count} moments`);
    const pools = { references: 6, songIds: [...chosenBySong.keys()], moods: ["calm"], movements: ["still"] };
    const clips = drawChoices(1, BATCH, pools).map((choices) => {
      const chosen = chosenBySong.get(choices.songId) ?? { moments: [], further: [] };
      const { startSeconds } = chooseMoment(chosen, { seconds: SECONDS, preferSung: false }, choices);
      const clip = `${choices.songId} ${startSeconds}`;
      if (!judges.get(choices.songId)?.(startSeconds)) faults.push(`${clip} s, in a batch, begins off the bar`);
      return clip;
    });
    console.log(`\nA batch of ${BATCH} by ${artist.name}, of ${count} moments:\n  ${clips.join("\n  ")}`);
    if (new Set(clips).size < BATCH) faults.push(`${artist.name} has ${new Set(clips).size} clips of ${BATCH}`);
    result[`batch of ${artist.slug}`] = clips;
  }
  for (const { name, path } of makeOddSongs(folder)) {
    const analysis = await analyzeFile(path);
    const words = withImagined([], analysis);
    const song = new HeardSong(analysis, words);
    const chosen = chooseMoments(song);
    const rows = rowsOf({ name, path, analysis, words, truth: null }, song, chosen);
    console.log(`\n${name}: ${rows.length === 0 ? "refused: nothing can be heard" : `${rows.length} moments`}`);
    if (rows.length > 0) console.table(rows.map(({ lyrics: _, words: __, why: ___, ...row }) => row));
    for (const { start } of rows) {
      const why = await whyUnfinished({ name, path, analysis, words, truth: null }, song, start);
      if (why !== null) faults.push(`${name} at ${start} s cannot be finished: ${why}`);
    }
    result[name] = rows;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeResult("clips", { beats: values.beats, faults, ...result });
console.log(faults.length === 0 ? "\nEvery clip is as it should be." : `\n${faults.join("\n")}`);
process.exit(faults.length === 0 ? 0 : 1);
