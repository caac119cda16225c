/** Songs that are hard to take a clip from: silent, quiet, with long silences, out of phase. Made by ffmpeg alone. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ffmpegPath } from "../../renderer/src/binaries.ts";

/** Something like music at 110 bpm: a kick on the beat, hats on eighths, a bass that changes with each bar, a lead. */
const BEAT = 60 / 110;
const MUSIC = [
  `0.5*sin(2*PI*(48+90*exp(-40*mod(t\\,${BEAT})))*t)*exp(-6*mod(t\\,${BEAT}))`,
  `0.12*(random(0)-0.5)*exp(-50*mod(t\\,${BEAT / 2}))`,
  `0.22*sin(2*PI*(82+14*mod(floor(t/${BEAT * 4})\\,4))*t)`,
  `0.12*sin(2*PI*(330+55*mod(floor(t/${BEAT})\\,5))*t)*exp(-2*mod(t\\,${BEAT}))`,
].join("+");

interface OddSong {
  name: string;
  /** Its file's ending. */
  format: "flac" | "mp3";
  seconds: number;
  /** An ffmpeg source; music by default. */
  source?: string;
  filter?: string;
}

const ODD_SONGS: readonly OddSong[] = [
  { name: "nothing but silence", format: "flac", seconds: 30, source: "anullsrc=r=44100:cl=stereo" },
  { name: "very quiet", format: "flac", seconds: 30, filter: "volume=-48dB" },
  { name: "a hidden track after a minute of silence", format: "flac", seconds: 14, filter: "adelay=60000" },
  { name: "forty silent seconds first", format: "flac", seconds: 40, filter: "adelay=40000" },
  { name: "forty silent seconds last", format: "flac", seconds: 12, filter: "apad=pad_len=1764000" },
  { name: "twelve seconds", format: "mp3", seconds: 12 },
  { name: "out of phase", format: "flac", seconds: 30, filter: "pan=stereo|c0=c0|c1=-1*c0" },
  { name: "on the left alone", format: "flac", seconds: 30, filter: "pan=stereo|c0=c0|c1=0*c0" },
  { name: "far too loud", format: "flac", seconds: 30, filter: "volume=30dB" },
  {
    name: "one loud second",
    format: "flac",
    seconds: 60,
    filter: "volume='if(between(t,30,31),1,0.003)':eval=frame",
  },
];

/** Makes them in a folder: each one's name and path. */
export const makeOddSongs = (folder: string): { name: string; path: string }[] =>
  ODD_SONGS.map(({ name, format, seconds, source = `aevalsrc=exprs=${MUSIC}:s=44100`, filter }) => {
    const path = join(folder, `${name.replaceAll(" ", "-")}.${format}`);
    const filters = filter === undefined ? [] : ["-af", filter];
    const input = ["-f", "lavfi", "-t", String(seconds), "-i", source];
    execFileSync(ffmpegPath(), ["-v", "error", "-y", ...input, ...filters, path]);
    return { name, path };
  });
