/** Songs that one loudspeaker cannot play as they are, and how they come out of it. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Mix } from "../../../renderer/contract/song-analysis.ts";
import { analyzeFile } from "../../../renderer/src/analyze.ts";
import { type MediaFile, recognize } from "../../../renderer/src/media.ts";
import { cutWav, makeSoundtrack } from "../../../renderer/src/soundtrack.ts";
import { ffmpeg, folder, loudnessOf, MUSIC, sound } from "../sources.ts";

const { signal } = new AbortController();
let directory: string;
beforeAll(async () => {
  directory = await folder();
  // Synthesized once, which is slow.
  await sound(`${directory}/music.wav`, MUSIC, 4);
});

const CASES: [string, string, Mix, number][] = [
  ["one channel on both sides", "pan=stereo|c0=c0|c1=c0", "as is", 0],
  ["a channel that is a little louder", "pan=stereo|c0=c0|c1=0.5*c0", "as is", 0.5],
  ["out of phase", "pan=stereo|c0=c0|c1=-1*c0", "inverted", 60],
  ["out of phase, and one side louder", "pan=stereo|c0=c0|c1=-0.7*c0", "inverted", 15],
  ["the left side alone", "pan=stereo|c0=c0|c1=0*c0", "left", 3],
  ["the right side alone", "pan=stereo|c0=0*c0|c1=c0", "right", 3],
];

/** LUFS of the file's channels added up, as one loudspeaker plays them. */
async function onOneLoudspeaker(path: string): Promise<number> {
  const mono = `${path}.mono.wav`;
  await ffmpeg("-v error -i", [path], "-af pan=mono|c0=0.5*c0+0.5*c1", [mono]);
  return (await loudnessOf(mono)).lufs;
}

describe.each(CASES)("a song with %s", (name, filter, mix, lossDb) => {
  let made: Promise<MediaFile> | undefined;
  const make = async () => {
    const path = `${directory}/${name.replaceAll(/\W/g, "-")}.wav`;
    return recognize(await sound(path, `amovie=${directory}/music.wav`, 4, "-af", filter), "audio");
  };
  const file = () => (made ??= make());

  it("is recognized, and its loudness told as it is mixed", async () => {
    const heard = await analyzeFile((await file()).path);
    expect(heard.mix).toBe(mix);
    expect(Math.abs(heard.monoLossDb - lossDb)).toBeLessThan(1);
    const mixed = `${directory}/mixed.wav`;
    await cutWav(await file(), { startSeconds: 0, durationSeconds: 4, mix }, mixed, signal);
    expect(heard.integratedLufs).toBeCloseTo((await loudnessOf(mixed)).lufs, 0);
  });

  it("is heard from a phone, in a soundtrack and in what a model is given", async () => {
    const stretch = { startSeconds: 1.5, durationSeconds: 2.5, fadeIn: 0.03, fadeOut: 0.3, mix };
    const { file: made } = await makeSoundtrack(await file(), stretch, directory, signal);
    // One loudspeaker for two: 3 dB less where both sides play the same.
    expect(await onOneLoudspeaker(made.path)).toBeGreaterThan(-18.5);
    await cutWav(await file(), { startSeconds: 1.5, durationSeconds: 2.5, mix }, `${directory}/clip.wav`, signal);
    const { lufs } = await loudnessOf(`${directory}/clip.wav`);
    expect(await onOneLoudspeaker(`${directory}/clip.wav`)).toBeGreaterThan(lufs - 4.5);
  });
});
