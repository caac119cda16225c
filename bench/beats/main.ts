/**
 * How well beats, downbeats and sections are found in every song of the seed, whose scores say where they are; and that
 * none are found in what has none. Ends with 1 where a song's beats have an F-measure below 0.9 (within 70 ms, each matched
 * once), or are more than 15 ms off in the middle. Writes out/bench-beats.json.
 * Usage: npm run bench:beats [-- --tempi]; with --tempi also at four other tempi each, for how far it holds, in two minutes
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyzeFile } from "../../renderer/src/analyze.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { encode } from "../../seed/encode.ts";
import { perform, type Song } from "../../seed/music/song.ts";
import type { Stereo } from "../../seed/music/sound.ts";
import { truthOf } from "../../seed/truth.ts";
import { scoreOf } from "../../tests/support/beat-score.ts";
import { applause, freePlaying, noise } from "../../tests/support/sounds.ts";
import { writeResult } from "../result.ts";

const MIN_F = 0.9;
const MAX_OFFSET_MS = 15;
/** A section's beginning is found when one is found within this many seconds of it. */
const SECTION_WITHIN = 0.5;
/** Times the tempo, and how far it wanders then. */
const OTHER_TEMPI = [
  { times: 0.8, drift: 0 },
  { times: 0.9, drift: 0.03 },
  { times: 1.12, drift: 0 },
  { times: 1.25, drift: 0.02 },
];

const directory = await mkdtemp(join(tmpdir(), "backline-beats-"));
const hundredths = (value: number): number => Math.round(value * 1000) / 1000;

async function heard(sound: Stereo, format: Song["format"]) {
  const path = join(directory, `sound.${format}`);
  encode(sound, format, path);
  const before = process.cpuUsage();
  const analysis = await analyzeFile(path);
  const { user, system } = process.cpuUsage(before);
  return { ...analysis, cpuSeconds: (user + system) / 1e6 };
}

async function judged(song: Song) {
  const { grid, sections, cpuSeconds } = await heard(perform(song), song.format);
  const truth = truthOf(song);
  const beats = scoreOf(grid?.beats ?? [], truth.beats);
  const downbeats = scoreOf(grid?.downbeats ?? [], truth.downbeats);
  const boundaries = truth.sections.slice(1).map(({ start }) => start);
  const found = boundaries.filter((start) => sections.some((part) => Math.abs(part.start - start) <= SECTION_WITHIN));
  return {
    tempo: hundredths(song.meter.tempo),
    found: grid?.bpm ?? null,
    f: hundredths(beats.f),
    "offset, ms": Math.round(beats.medianOffset * 1000),
    "f of downbeats": hundredths(downbeats.f),
    "beats per bar": `${grid?.beatsPerBar ?? "-"} of ${song.meter.beatsPerBar}`,
    confidence: grid?.confidence ?? 0,
    sections: `${found.length} of ${boundaries.length}, ${sections.length - 1} told`,
    "cpu, s": hundredths(cpuSeconds),
  };
}

const songs = ACCOUNTS.flatMap(({ artists }) => artists).flatMap((artist) => artist.songs);
try {
  const seed: Record<string, Awaited<ReturnType<typeof judged>>> = {};
  for (const song of songs) seed[song.slug] = await judged(song);
  console.log("The seed's songs (the time is Node's, without ffmpeg's)");
  console.table(seed);

  const noMusic: Record<string, { grid: string }> = {};
  const sounds = {
    "12 people clap": applause(12),
    "200 people clap": applause(200),
    noise: noise(),
    "free playing": freePlaying(),
  };
  for (const [name, sound] of Object.entries(sounds)) {
    const { grid } = await heard(sound, "wav");
    noMusic[name] = { grid: grid ? `${grid.bpm} bpm, ${grid.confidence}` : "none" };
  }
  console.log("What has no beats");
  console.table(noMusic);

  const tempi: Record<string, Awaited<ReturnType<typeof judged>>> = {};
  for (const song of process.argv.includes("--tempi") ? songs : []) {
    for (const { times, drift } of OTHER_TEMPI) {
      const { live: _, ...meter } = song.meter;
      const live = drift > 0 ? { live: { drift, imprecision: 0.015 } } : {};
      const name = `${song.slug} × ${times}${drift > 0 ? ` ± ${drift}` : ""}`;
      tempi[name] = await judged({ ...song, format: "wav", meter: { ...meter, tempo: meter.tempo * times, ...live } });
    }
  }
  if (Object.keys(tempi).length > 0) console.table(tempi);

  const missed = Object.entries(seed).filter(
    ([, song]) => song.f < MIN_F || !(Math.abs(song["offset, ms"]) <= MAX_OFFSET_MS),
  );
  const wrong = Object.entries(noMusic).filter(([, { grid }]) => grid !== "none");
  writeResult("beats", { seed, noMusic, ...(Object.keys(tempi).length > 0 ? { tempi } : {}) });
  for (const [name] of [...missed, ...wrong]) console.log(`NOT AS IT SHOULD BE: ${name}`);
  process.exitCode = missed.length + wrong.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
