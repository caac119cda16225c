import { describe, expect, it } from "vitest";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { kick, snare } from "../../seed/music/drums.ts";
import { singable, timedWords } from "../../seed/music/lyrics.ts";
import { supersaw } from "../../seed/music/patches.ts";
import { pronounce } from "../../seed/music/pronunciation.ts";
import { melody, Score } from "../../seed/music/score.ts";
import { perform, type Song, songSeconds } from "../../seed/music/song.ts";
import { note, RATE } from "../../seed/music/sound.ts";
import { electricPiano } from "../../seed/music/strings.ts";
import { staticInTheKitchen } from "../../seed/songs/static-in-the-kitchen.ts";

const artists = ACCOUNTS.flatMap((account) => account.artists);
const songs = artists.flatMap((artist) => artist.songs);
const loudest = (samples: Float32Array): number => samples.reduce((peak, each) => Math.max(peak, Math.abs(each)), 0);

describe("artists", () => {
  it("belong to two accounts, and everything about them is unique", () => {
    expect(ACCOUNTS.map((account) => account.artists.length)).toEqual([2, 1]);
    expect(artists[0]?.id).toBe("1873859c-dd37-4e9a-9bac-80d3558527a9");
    for (const list of [artists.map(({ id }) => id), artists.map(({ slug }) => slug), songs.map(({ slug }) => slug)]) {
      expect(new Set(list).size).toBe(list.length);
    }
    expect(new Set(artists.map(({ face }) => JSON.stringify(face))).size).toBe(artists.length);
  });

  it("have three songs of sixty to ninety seconds that differ in tempo, key and genre", () => {
    for (const artist of artists) {
      expect(artist.songs).toHaveLength(3);
      for (const song of artist.songs) {
        expect(songSeconds(song)).toBeGreaterThanOrEqual(60);
        expect(songSeconds(song)).toBeLessThanOrEqual(90);
      }
    }
    for (const trait of ["key", "genre"] as const)
      expect(new Set(songs.map((song) => song[trait])).size).toBe(songs.length);
    expect(new Set(songs.map((song) => song.meter.tempo)).size).toBe(songs.length);
  });
});

describe.each(songs)("$title", (song) => {
  it("has sections that follow each other from the first bar to the last", () => {
    let bar = 0;
    for (const section of song.sections) {
      expect(section.bar).toBe(bar);
      bar += section.bars;
    }
    expect(bar).toBe(song.meter.bars);
    const names = song.sections.map((section) => section.name);
    expect(names[0]).toBe("intro");
    expect(names.at(-1)).toBe("outro");
    expect(names.includes("chorus") || names.includes("peak")).toBe(true);
  });

  it("sings words in order, none over the next, all within the song", () => {
    const words = timedWords(song.lyrics, song.meter);
    expect(words.map((word) => word.text).join(" ")).toBe(song.lyrics.map((line) => line.text).join(" "));
    let end = 0;
    for (const word of words) {
      expect(word.start).toBeGreaterThanOrEqual(end - 0.011);
      expect(word.end).toBeGreaterThan(word.start);
      end = word.end;
    }
    expect(end).toBeLessThan(songSeconds(song) - song.tail);
  });
});

it("has songs in two languages", () => {
  const languages = songs.flatMap(({ lyrics }) => lyrics.map(({ language = "en" }) => language));
  expect(new Set(languages)).toEqual(new Set(["en", "es"]));
});

it("has songs with words and songs without", () => {
  expect(songs.filter((song) => song.lyrics.length > 0).length).toBeGreaterThanOrEqual(2);
  expect(songs.filter((song) => song.lyrics.length === 0).length).toBeGreaterThanOrEqual(1);
});

it("reads notes and rests, and refuses what is neither", () => {
  expect(note("C4")).toBe(60);
  expect(note("Bb2")).toBe(46);
  expect(melody("C4 1, - .5, E4 .5")).toEqual([
    { at: 0, beats: 1, note: 60 },
    { at: 1.5, beats: 0.5, note: 64 },
  ]);
  expect(() => note("H2")).toThrow("H2");
  expect(() => melody("C4")).toThrow("beats");
});

it("refuses a line with too few notes and a word that it cannot sing", () => {
  const line = { bar: 0, beat: 0, text: "leave it on", notes: "C4 1, D4 1" };
  expect(() => singable(line, staticInTheKitchen.meter)).toThrow("3 syllables and 2 notes");
  expect(() => pronounce("xylophone")).toThrow("xylophone");
  expect(() => pronounce("leave", "es")).toThrow("leave");
});

it("puts a voice where the words are, and silence where they are not", () => {
  const meter = { tempo: 120, beatsPerBar: 4, bars: 2, swing: 0 };
  const line = { bar: 1, beat: 0, text: "leave it on", notes: "A4 1, A4 .5, C5 1" };
  const score = new Score(meter, 1, 0);
  const bus = score.channel({ gain: 0 });
  score.sing(bus, line, { throat: 1.1, breath: 0.4, vibrato: 20 });
  const [first, , last] = timedWords([line], meter);
  const during = bus.left.subarray((first?.start ?? 0) * RATE, (last?.end ?? 0) * RATE);
  expect(loudest(bus.left.subarray(0, ((first?.start ?? 0) - 0.1) * RATE))).toBe(0);
  expect(loudest(during)).toBeGreaterThan(0.2);
});

it("renders the same sound every time, in stereo, and never past full scale", () => {
  const song: Song = {
    ...staticInTheKitchen,
    meter: { tempo: 120, beatsPerBar: 4, bars: 1, swing: 0.3 },
    lyrics: [],
    tail: 0.2,
    write(score) {
      const drums = score.channel({ gain: 12, drive: 1.2 });
      const keys = score.channel({ gain: 6, room: -10, duck: 0.5, echo: { beats: 0.5, feedback: 0.4, level: 0.3 } });
      score.kick(drums, kick(), 0, "x---x---x---x---");
      score.drums(drums, snare(), 0, "----X--.----X-xx");
      score.strike(keys, electricPiano, 0, melody("F3 1, A3 1, C4 2"), 0.9, (pitch) => (pitch - 55) / 12);
      score.play(keys, supersaw, 0, melody("F4 2, A4 2"));
    },
  };
  const [once, again] = [perform(song), perform(song)];
  expect(Buffer.from(once.left.buffer).equals(Buffer.from(again.left.buffer))).toBe(true);
  expect(Buffer.from(once.left.buffer).equals(Buffer.from(once.right.buffer))).toBe(false);
  expect(loudest(once.left)).toBeLessThanOrEqual(0.84);
  expect(loudest(once.left)).toBeGreaterThan(0.2);
});
