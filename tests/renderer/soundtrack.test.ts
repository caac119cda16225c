/** The sound of a finished video, apart from its picture. */
import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { recognize } from "../../renderer/src/media.ts";
import { cutWav, makeSoundtrack, type Soundtrack } from "../../renderer/src/soundtrack.ts";
import { ffmpeg, ffprobe, folder, loudnessOf, MUSIC, sound } from "./sources.ts";

const { signal } = new AbortController();
let directory: string;
beforeAll(async () => {
  directory = await folder();
  await sound(`${directory}/music.wav`, MUSIC, 3);
});

const NOISE = (level: number, colour = "pink", seed = 1) =>
  `anoisesrc=color=${colour}:amplitude=${level}:seed=${seed}:r=48000`;
const TONES = (level: number, expression: string, rate = 48_000) => `aevalsrc='${level}*(${expression})':s=${rate}`;
const SPEECH = "sin(2*PI*140*t+2*sin(2*PI*3*t))*abs(sin(2*PI*1.5*t))*gt(sin(2*PI*0.7*t)\\,-0.4)";
const CLICKS = "sin(2*PI*900*t)*exp(-60*mod(t\\,0.25))";

interface Clip {
  name: string;
  file: string;
  source: string;
  options?: string[];
}
const clip = (name: string, file: string, source: string, ...options: string[]): Clip => ({
  name,
  file,
  source,
  options,
});

const CLIPS: Clip[] = [
  clip("music, WAV", "a.wav", MUSIC),
  clip("music, MP3 at a variable rate", "b.mp3", MUSIC, "-q:a", "6"),
  clip(
    "music, MP3 at a constant rate, with tags",
    "a.mp3",
    MUSIC,
    ...["-b:a", "128k", "-metadata", 'title=It\'s: "100%"', "-metadata", "artist=\\n"],
  ),
  clip("music, FLAC", "a.flac", MUSIC),
  clip("music, 24-bit FLAC at 96 kHz", "b.flac", MUSIC, "-ar", "96000", "-sample_fmt", "s32"),
  clip("music, M4A", "a.m4a", MUSIC, "-c:a", "aac"),
  clip("music, OGG Vorbis", "a.ogg", MUSIC, "-c:a", "libvorbis"),
  clip("music, OGG Opus", "b.ogg", MUSIC, "-c:a", "libopus"),
  clip("music, raw AAC", "a.aac", MUSIC, "-c:a", "aac"),
  clip("music at 8 kHz mono", "8k.wav", MUSIC, "-ar", "8000", "-ac", "1"),
  clip("music at 44.1 kHz", "44k.wav", MUSIC, "-ar", "44100"),
  clip("music at 192 kHz, float", "192k.wav", MUSIC, "-ar", "192000", "-c:a", "pcm_f32le"),
  clip("music, 5.1", "six.wav", MUSIC, "-ac", "6"),
  clip("music, 5.1 AAC", "six.m4a", MUSIC, "-ac", "6", "-c:a", "aac"),
  clip("music, only the left side", "left.wav", MUSIC, "-af", "pan=stereo|c0=c0"),
  clip("music, 8-bit", "8bit.wav", MUSIC, "-c:a", "pcm_u8"),
  clip("music, mastered far too loud", "loud.wav", MUSIC, "-af", "volume=18dB"),
  clip("music, recorded far too quiet", "quiet.wav", MUSIC, "-af", "volume=-25dB"),
  clip("quiet pink noise", "n1.wav", NOISE(0.02)),
  clip("loud pink noise", "n2.wav", NOISE(0.9)),
  clip("white noise", "n3.wav", NOISE(0.5, "white")),
  clip("brown noise", "n4.wav", NOISE(0.8, "brown")),
  clip("a low sine", "s1.wav", TONES(0.5, "sin(2*PI*60*t)")),
  clip("a high sine", "s2.wav", TONES(0.9, "sin(2*PI*9000*t)")),
  clip("a sine whose peaks fall between the samples", "s3.wav", TONES(0.99, "sin(2*PI*12000*t+PI/4)")),
  clip("a square wave at full scale", "sq.wav", TONES(1, "2*gt(sin(2*PI*220*t)\\,0)-1")),
  clip("something like speech", "sp.wav", TONES(0.3, SPEECH)),
  clip("quiet speech", "sp2.wav", TONES(0.01, SPEECH)),
  clip("clicks with much silence", "cl.wav", TONES(0.8, CLICKS)),
  clip("a crescendo", "cr.wav", TONES(0.9, "sin(2*PI*440*t)*t/3")),
  clip("a loud half and a quiet half", "half.wav", TONES(0.8, "sin(2*PI*440*t)*if(lt(t\\,1.5)\\,1\\,0.05)")),
  clip("sound on a constant offset", "dc.wav", TONES(0.3, "sin(2*PI*440*t)+0.9")),
];

async function master(file: string, startSeconds: number, durationSeconds: number, name: string): Promise<Soundtrack> {
  const place = `${directory}/${name}`;
  await mkdir(place, { recursive: true });
  const stretch = { startSeconds, durationSeconds, fadeIn: 0.03, fadeOut: 0.3 };
  return makeSoundtrack(await recognize(file, "audio"), stretch, place, signal);
}

describe("any clip comes out at -14 LUFS with true peaks below -1 dBTP", () => {
  it.concurrent.each(CLIPS)("$name", async ({ file, source, options }) => {
    // The music is synthesized once, which is slow, and read back for each format.
    const from = source === MUSIC ? `amovie=${directory}/music.wav` : source;
    const path = await sound(`${directory}/${file}`, from, 3, ...(options ?? []));
    const { file: made, loudness } = await master(path, 0.5, 2, `of-${file}`);
    const { lufs, peak } = await loudnessOf(made.path);
    expect(Math.abs(lufs - -14)).toBeLessThanOrEqual(0.5);
    expect(peak).toBeLessThanOrEqual(-1);
    expect(loudness).toEqual({ integratedLufs: lufs, truePeakDb: peak });
    const { streams } = await ffprobe(made.path);
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({ codec_name: "aac", profile: "LC", sample_rate: "48000", channels: 2 });
    expect(Number(streams[0]?.duration)).toBeCloseTo(2, 3);
  });
});

/** The decoded left channel of a file, 48 kHz. */
function samplesOf(path: string): Float32Array {
  const pcm = execFileSync(
    ffmpegPath(),
    ["-v", "error", "-i", path, "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-ar", "48000", "-f", "f32le", "-"],
    { maxBuffer: 1 << 28 },
  );
  return new Float32Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length));
}

/** By how many samples `later` runs behind `earlier`, looked for within 20 ms around a place. */
function lag(later: Float32Array, earlier: Float32Array, at: number): number {
  let best = { lag: 0, likeness: Number.NEGATIVE_INFINITY };
  for (let lag = -960; lag <= 960; lag++) {
    let likeness = 0;
    for (let index = 0; index < 4800; index++) likeness += (later[at + lag + index] ?? 0) * (earlier[at + index] ?? 0);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best.lag;
}

const rms = (samples: Float32Array, from: number, to: number) =>
  10 *
  Math.log10(
    samples.subarray(from * 48_000, to * 48_000).reduce((sum, one) => sum + one * one, 0) / ((to - from) * 48_000),
  );

describe("the stretch that was asked for", () => {
  it.each([
    ["without the limiter", NOISE(0.2, "white")],
    ["through the limiter", TONES(3, `${CLICKS}+0.02*random(0)`)],
  ])("is in time to the sample %s", async (name, source) => {
    const path = await sound(`${directory}/${name.split(" ")[0]}.wav`, source, 3.6);
    const after = samplesOf((await master(path, 1, 2.5, `in-time-${name.split(" ")[0]}`)).file.path);
    const before = samplesOf(path).subarray(48_000);
    for (const at of [4_800, 48_000, 96_000]) expect(Math.abs(lag(after, before, at))).toBeLessThanOrEqual(1);
  });

  it("is exactly as long as asked, to the sample", async () => {
    const path = await sound(`${directory}/long.mp3`, MUSIC, 3, "-q:a", "5");
    for (const seconds of [1, 1.3, 2.017]) {
      const { file } = await master(path, 0.77, seconds, `long-${seconds}`);
      const { streams } = await ffprobe(file.path);
      expect(Math.round(Number(streams[0]?.duration) * 48_000)).toBe(Math.round(seconds * 48_000));
    }
  });

  it("is filled up with silence, and says so, when the song ends early", async () => {
    const path = await sound(`${directory}/short.wav`, MUSIC, 2);
    const { file, warnings, loudness } = await master(path, 1, 3, "short");
    expect(warnings).toEqual([expect.stringContaining("ends 2.0 s before the picture")]);
    expect(Number((await ffprobe(file.path)).streams[0]?.duration)).toBeCloseTo(3, 3);
    expect(rms(samplesOf(file.path), 1.5, 2.9)).toBeLessThan(-80);
    expect(loudness.integratedLufs).toBeCloseTo(-14, 0);
  });

  it("comes in and goes out softly", async () => {
    const path = await sound(`${directory}/fade.wav`, TONES(0.3, "sin(2*PI*440*t)"), 3);
    const samples = samplesOf((await master(path, 0.5, 2, "fade")).file.path);
    expect(rms(samples, 0.021, 0.024)).toBeLessThan(rms(samples, 0.5, 1.5) - 10);
    expect(rms(samples, 1.97, 2)).toBeLessThan(rms(samples, 0.5, 1.5) - 20);
  });

  it("keeps the music's own dynamics: no pumping", async () => {
    const path = await sound(
      `${directory}/swell.wav`,
      TONES(0.05, "sin(2*PI*440*t)*if(lt(mod(t\\,1)\\,0.5)\\,1\\,0.25)"),
      3,
    );
    const [before, after] = [samplesOf(path), samplesOf((await master(path, 0, 3, "swell")).file.path)];
    const gains = [0.1, 0.3, 0.6, 0.8, 1.1, 1.6, 2.1, 2.4].map((t) => rms(after, t, t + 0.1) - rms(before, t, t + 0.1));
    expect(Math.max(...gains) - Math.min(...gains)).toBeLessThan(0.5);
  });

  it("warns when it was so quiet that noise comes up with it", async () => {
    const path = await sound(`${directory}/hush.wav`, NOISE(0.03), 2);
    expect((await master(path, 0, 1.5, "hush")).warnings).toEqual([expect.stringContaining("very quiet")]);
  });

  it("is found in a file with cover art", async () => {
    const cover = `${directory}/cover.png`;
    await ffmpeg("-v error -f lavfi -i testsrc2=s=600x600 -frames:v 1", [cover]);
    const plain = await sound(`${directory}/plain.mp3`, MUSIC, 2);
    const path = `${directory}/covered.mp3`;
    await ffmpeg(
      "-v error",
      ["-i", plain, "-i", cover],
      "-map 0:a -map 1:v -c:a copy -c:v png -id3v2_version 3 -disposition:v attached_pic",
      [path],
    );
    expect((await master(path, 0, 1.5, "covered")).loudness.integratedLufs).toBeCloseTo(-14, 0);
  });
});

describe("sound that ends before the picture", () => {
  const loudestBetween = (pcm: Float32Array, from: number, to: number) =>
    pcm.subarray(from * 48_000, to * 48_000).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

  it("fades out until then and is silent from there on, in what is published and in what lips hear", async () => {
    const path = await sound(`${directory}/steady.wav`, TONES(0.5, "sin(2*PI*440*t)"), 6);
    const place = `${directory}/of-steady`;
    await mkdir(place, { recursive: true });
    const source = await recognize(path, "audio");
    const heard = { seconds: 3.5, fadeIn: 0.01, fadeOut: 0.3 };
    const stretch = { startSeconds: 1, durationSeconds: 4, soundSeconds: heard.seconds, fadeIn: 0.01, fadeOut: 0.3 };
    const { file } = await makeSoundtrack(source, stretch, place, signal);
    await cutWav(source, { startSeconds: 1, durationSeconds: 4.2, sound: heard }, `${place}/cut.wav`, signal);
    for (const made of [file.path, `${place}/cut.wav`]) {
      const pcm = samplesOf(made);
      expect(loudestBetween(pcm, 2, 3.1)).toBeGreaterThan(0.1);
      expect(loudestBetween(pcm, 3.4, 3.45)).toBeLessThan(loudestBetween(pcm, 3.2, 3.25) * 0.6);
      expect(loudestBetween(pcm, 3.53, 4)).toBeLessThan(0.002);
    }
  });
});

describe("a song that cannot be used says why", () => {
  it("starts after its end", async () => {
    const path = await sound(`${directory}/brief.mp3`, MUSIC, 1);
    await expect(master(path, 60, 4, "brief")).rejects.toMatchObject({
      code: "audio_start_past_end",
      retryable: false,
    });
  });

  it("is silent", async () => {
    const path = await sound(`${directory}/silent.wav`, "anullsrc=r=48000:cl=stereo", 4);
    await expect(master(path, 0, 3, "silent")).rejects.toMatchObject({ code: "audio_silent", retryable: false });
  });

  it("has no samples", async () => {
    const path = `${directory}/none.wav`;
    await ffmpeg("-v error -f lavfi -i anullsrc=r=48000:cl=stereo -t 0 -c:a pcm_s16le", [path]);
    await expect(master(path, 0, 3, "none")).rejects.toMatchObject({ code: "audio_without_samples", retryable: false });
  });
});
