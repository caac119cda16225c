/** The finished file, from whatever video and song: what platforms want, exactly as long as asked. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { outputRate } from "../../renderer/src/picture.ts";
import type { Rate, VideoStream } from "../../renderer/src/probe.ts";
import { sung } from "./lyrics/corpus.ts";
import { layOnSide, readMp4 } from "./mp4.ts";
import { ffmpeg, ffprobe, loudnessOf, MUSIC, sound, TONE, type VideoOptions, video } from "./sources.ts";
import { deliveredBy, leftovers, SMALL, type Stage, stage } from "./stage.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
  await sound(`${on.media}/song.mp3`, MUSIC, 6, "-b:a", "128k");
});
afterEach(() => expect(leftovers(on)).toEqual([]));

const song = (startSeconds = 0) => ({ url: `${on.origin}/song.mp3`, startSeconds });
const CAPTION = { text: "I told you “don’t” 😭", style: "clean", placement: "lower" } as const;

interface Wanted {
  width?: number;
  height?: number;
  seconds?: number;
  fps?: number;
  /** The sound is mostly silence, which takes few bits. */
  quiet?: boolean;
  /** Whether to measure the sound, which does not depend on the video. */
  measured?: boolean;
}

/** Everything platforms ask of a file, read from its boxes and by ffprobe. */
async function expectFit(path: string, wanted: Wanted) {
  const { width = 720, height = 1280, seconds = 1, fps = 24, quiet = false, measured = true } = wanted;
  const { layout, tracks } = readMp4(path);
  expect(layout.indexOf("moov")).toBeLessThan(layout.indexOf("mdat"));
  expect(tracks.map(({ kind }) => kind)).toEqual(["vide", "soun"]);
  expect(tracks.map(({ edited }) => edited)).toEqual([false, false]);
  expect(tracks.map(({ times }) => Math.min(...times))).toEqual([0, 0]);
  const [picture, track] = tracks;
  if (!picture || !track) throw new Error("unreachable");
  expect(picture).toMatchObject({ width, height, profile: 100, colour: [1, 1, 1, 0] });

  const frames = Math.round(seconds * fps);
  expect(picture.times).toHaveLength(frames);
  expect(Math.abs(picture.seconds - seconds)).toBeLessThanOrEqual(0.5 / fps + 0.0001);
  expect(Math.abs(track.seconds - seconds)).toBeLessThan(0.001);
  // Constant rate: shown one by one, evenly.
  const shown = [...picture.times].sort((one, other) => one - other);
  for (const [at, time] of shown.entries()) expect(Math.abs(time - at / fps)).toBeLessThan(0.001);
  // A keyframe every half second, and closed: nothing shown before a keyframe is stored behind it.
  const group = Math.max(1, Math.floor(fps / 2 + 0.01));
  expect(picture.sync.map((sync, at) => (sync ? at : -1)).filter((at) => at >= 0)).toEqual(
    Array.from({ length: Math.ceil(frames / group) }, (_, at) => at * group),
  );
  for (let key = 0; key < frames; key += group) {
    expect(Math.min(...picture.times.slice(key))).toBe(picture.times[key]);
  }

  const { streams, format } = await ffprobe(path);
  expect(streams[0]).toMatchObject({ codec_name: "h264", profile: "High", pix_fmt: "yuv420p", color_range: "tv" });
  expect(streams[0]).toMatchObject({ color_space: "bt709", color_transfer: "bt709", color_primaries: "bt709" });
  expect(["1:1", undefined]).toContain(streams[0]?.sample_aspect_ratio);
  expect(streams[0]?.field_order ?? "progressive").toBe("progressive");
  expect(streams[1]).toMatchObject({ codec_name: "aac", profile: "LC", sample_rate: "48000", channels: 2 });
  if (!quiet) expect(Number(streams[1]?.bit_rate)).toBeGreaterThan(192_000);
  expect(Object.keys(format.tags ?? {})).not.toContain("title");

  if (!measured) return;
  const { lufs, peak } = await loudnessOf(path);
  expect(Math.abs(lufs + 14)).toBeLessThanOrEqual(0.5);
  expect(peak).toBeLessThanOrEqual(-1);
}

/** Some frames of a file as luma. */
function lumasOf(path: string, ...frames: number[]): Buffer[] {
  const select = frames.map((frame) => `eq(n\\,${frame})`).join("+");
  // biome-ignore format: an option and its value belong on one line
  const pixels = execFileSync(ffmpegPath(), ["-v", "error", "-i", path, "-vsync", "0",
    "-vf", `select=${select},format=gray`, "-f", "rawvideo", "-"], { maxBuffer: 1 << 26 });
  const size = pixels.length / frames.length;
  return frames.map((_, at) => pixels.subarray(at * size, (at + 1) * size));
}

const colour = (pixels: Buffer) =>
  [0, 1, 2].map((channel) => pixels.filter((_, at) => at % 3 === channel).reduce((sum, one) => sum + one, 0) / 256);

/** The mean red, green and blue of 16x16 pixels at each place of a frame. */
function coloursOf(path: string, seconds: number, ...places: string[]): number[][] {
  const matrix = path.endsWith("jpg") ? "bt601:in_range=pc" : "bt709:in_range=tv";
  const cut = places.map((place, at) => `[${at}]crop=16:16:${place}[part${at}]`);
  const parts = places.map((_, at) => `[part${at}]`).join("");
  const graph = [
    `scale=in_color_matrix=${matrix},format=rgb24,split=${places.length}${places.map((_, at) => `[${at}]`).join("")}`,
    ...cut,
    places.length > 1 ? `${parts}vstack=inputs=${places.length}` : `${parts}null`,
  ].join(";");
  // biome-ignore format: an option and its value belong on one line
  const pixels = execFileSync(ffmpegPath(), ["-v", "error", ...(seconds > 0 ? ["-ss", String(seconds)] : []), "-i", path, "-frames:v", "1",
    "-filter_complex", graph, "-f", "rawvideo", "-"]);
  const size = 16 * 16 * 3;
  return places.map((_, at) => colour(pixels.subarray(at * size, (at + 1) * size)));
}

describe("any video becomes the file that platforms want", () => {
  interface Case extends VideoOptions {
    name: string;
    fps: number;
    file?: string;
    /** Through the server, and as large as callers have it. */
    whole?: true;
  }
  const cases: Case[] = [
    { name: "24 fps, and as large as asked", fps: 24, size: `${SMALL.width}x${SMALL.height}` },
    { name: "23.976 fps", fps: 24_000 / 1001, rate: "24000/1001" },
    { name: "59.94 fps", fps: 60_000 / 1001, rate: "60000/1001" },
    { name: "120 fps, halved", fps: 60, rate: "120" },
    { name: "16 fps, each frame twice", fps: 32, rate: "16" },
    {
      name: "a variable rate",
      fps: 30,
      rate: "30",
      filters: "select='not(eq(mod(n\\,7)\\,3))'",
      options: ["-vsync", "vfr"],
    },
    { name: "landscape", fps: 24, size: "640x360", whole: true },
    { name: "taller than asked", fps: 24, size: "180x400" },
    { name: "odd sides", fps: 24, size: "405x721", options: ["-pix_fmt", "yuv444p"] },
    { name: "tiny", fps: 24, size: "64x48" },
    { name: "pixels that are not square", fps: 24, size: "320x320", filters: "setsar=9/16" },
    { name: "10 bit", fps: 24, options: ["-pix_fmt", "yuv420p10le"] },
    {
      name: "HDR (PQ)",
      fps: 24,
      options: [
        "-pix_fmt",
        "yuv420p10le",
        "-colorspace",
        "bt2020nc",
        "-color_primaries",
        "bt2020",
        "-color_trc",
        "smpte2084",
      ],
    },
    {
      name: "HDR (HLG) that does not tell its primaries",
      fps: 24,
      options: ["-pix_fmt", "yuv420p10le", "-color_trc", "arib-std-b67"],
    },
    { name: "interlaced", fps: 25, rate: "25", options: ["-flags", "+ilme+ildct", "-x264-params", "tff=1"] },
    { name: "WebM", fps: 24, file: "v.webm" },
    { name: "Matroska", fps: 24, file: "v.mkv" },
    { name: "QuickTime", fps: 24, file: "v.mov" },
    { name: "longer than asked", fps: 24, seconds: 3 },
    { name: "a last frame missing", fps: 24, seconds: 0.96 },
  ];

  it.each(cases)("$name", async ({ name, fps, file, whole, ...options }) => {
    const input = `${name.replaceAll(/\W/g, "-")}-${file ?? "v.mp4"}`;
    // Their own sound, which the song takes the place of, where it says something of a container.
    const own = file ? {} : { sound: null };
    await video(join(on.media, input), { seconds: 1.2, ...own, ...options });
    const job = on.job(input, { audio: song(2), caption: CAPTION });
    const answer = whole ? await on.post("/render", job) : { result: await on.renderSmall(job), error: undefined };
    expect(answer.error).toBeUndefined();
    await expectFit(deliveredBy(on, job), { fps, measured: false, ...(whole ? {} : SMALL) });
    expect(answer.result?.warnings).toEqual([]);
  });

  it.each<[string, Rate, Rate]>([
    ["is kept where platforms accept it: 24", [24, 1], [24, 1]],
    ["is kept where platforms accept it: 25", [25, 1], [25, 1]],
    ["is kept where platforms accept it: 29.97", [30_000, 1001], [30_000, 1001]],
    ["is kept where platforms accept it: 30", [30, 1], [30, 1]],
    ["is kept where platforms accept it: 50", [50, 1], [50, 1]],
    ["is kept where platforms accept it: 60", [60, 1], [60, 1]],
    ["is three times as high: 8", [8, 1], [24, 1]],
  ])("whose rate %s", (_, rate, wanted) => {
    expect(outputRate({ nominalRate: rate, averageRate: rate } as VideoStream)).toEqual(wanted);
  });

  it("at 1080x1920, for a time that is no whole number of frames", async () => {
    await video(join(on.media, "hd.mp4"), { seconds: 1.2 });
    const job = on.job("hd.mp4", { audio: song(), output: { width: 1080, height: 1920, durationSeconds: 1.08 } });
    const { error } = await on.post("/render", job);
    expect(error).toBeUndefined();
    await expectFit(deliveredBy(on, job), { width: 1080, height: 1920, seconds: 1.08 });
  });
});

/** A small square that comes and goes, so that a plain picture is not frozen. */
const BLINK = "drawbox=x=20:y=90:w=20:h=20:c=silver:t=fill:enable='lt(mod(t\\,1)\\,0.5)'";
/** Filters that make a plain picture of any other. */
const PLAIN = (colour: string) => `drawbox=c=${colour}:t=fill,${BLINK}`;

describe("the picture", () => {
  const CORNERS =
    "color=c=red,drawbox=x=iw/2:w=iw/2:h=ih/2:c=lime:t=fill,drawbox=y=ih/2:w=iw/2:h=ih/2:c=blue:t=fill,drawbox=x=iw/2:y=ih/2:w=iw/2:h=ih/2:c=white:t=fill";
  it("is turned upright when the file says it lies on its side", async () => {
    // The generator's own name hides its size, so that drawbox can split the picture into four colours.
    const source = CORNERS.replace("color=c=red", "color=c=red:s=320x180:r=24:d=1.2");
    await ffmpeg(
      "-v error",
      ["-f", "lavfi", "-i", `${source},${BLINK}`, "-f", "lavfi", "-t", "1.2", "-i", TONE],
      "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac",
      [join(on.media, "side.mp4")],
    );
    layOnSide(join(on.media, "side.mp4"));
    const job = on.job("side.mp4");
    await on.renderSmall(job);
    const path = deliveredBy(on, job);
    await expectFit(path, { ...SMALL, measured: false, quiet: true });
    const [right, bottom] = [SMALL.width - 16, SMALL.height - 16];
    const turned = coloursOf(path, 0.7, "0:0", `${right}:0`, `0:${bottom}`, `${right}:${bottom}`).map((colour) =>
      colour.map((value) => (value > 127 ? 1 : 0)).join(""),
    );
    // Red, green / blue, white: a quarter turn puts blue or green into the first corner, never leaves red there.
    expect(turned).toEqual(["001", "100", "111", "010"]);
  });

  it("is cropped in the middle, never stretched", async () => {
    // A circle stays a circle.
    const circle = "geq=lum='if(lt(hypot(X-320\\,Y-180)\\,80)\\,235\\,40)':cb=128:cr=128";
    await video(join(on.media, "circle.mp4"), {
      seconds: 1.2,
      picture: "color",
      size: "640x360",
      // Drawn once: computing a picture pixel by pixel is slow.
      filters: `trim=end_frame=1,${circle},loop=-1:1:0,drawbox=x=300:y=340:w=40:h=20:c=gray:t=fill:enable='lt(mod(t\\,1)\\,0.5)'`,
      options: ["-t", "1.2"],
    });
    const job = on.job("circle.mp4");
    await on.renderSmall(job);
    const { width, height } = SMALL;
    const [pixels = Buffer.alloc(0)] = lumasOf(deliveredBy(on, job), 12);
    const light = (x: number, y: number) => (pixels[y * width + x] ?? 0) > 150;
    const across = Array.from({ length: width }, (_, x) => x).filter((x) => light(x, height / 2)).length;
    const along = Array.from({ length: height }, (_, y) => y).filter((y) => light(width / 2, y)).length;
    expect(Math.abs(across - along)).toBeLessThanOrEqual(2);
    expect(Math.abs(across - (160 * height) / 360)).toBeLessThanOrEqual(2);
  });

  it.each([
    ["as it is", []],
    [
      "in full range",
      [
        "-vf",
        "scale=out_range=pc:out_color_matrix=bt709:flags=bicubic+accurate_rnd+full_chroma_int,format=yuvj420p",
        "-color_range",
        "pc",
        "-colorspace",
        "bt709",
      ],
    ],
    [
      "in bt601",
      [
        "-vf",
        "scale=out_color_matrix=bt601,format=yuv420p",
        "-colorspace",
        "smpte170m",
        "-color_primaries",
        "smpte170m",
        "-color_trc",
        "smpte170m",
      ],
    ],
    ["in RGB", ["-c:v", "libx264rgb", "-vf", "format=rgb24"]],
  ])("keeps its colours %s", async (name, how) => {
    const path = join(on.media, `colour-${name.replaceAll(" ", "")}.mp4`);
    const tags =
      how.length === 0 ? ["-vf", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace", "bt709"] : how;
    await ffmpeg(
      "-v error -f lavfi",
      ["-i", `color=c=0xC04020:s=180x320:r=24:d=1.2,format=rgb24,${BLINK}`],
      "-f lavfi -t 1.2",
      ["-i", TONE],
      "-c:v libx264 -preset ultrafast -pix_fmt yuv420p",
      tags.includes("libx264rgb") ? "-pix_fmt rgb24" : [],
      tags,
      "-c:a aac",
      [path],
    );
    const job = on.job(path.split("/").at(-1) ?? "");
    await on.renderSmall(job);
    await expectFit(deliveredBy(on, job), { ...SMALL, measured: false, quiet: true });
    const [[red = 0, green = 0, blue = 0] = []] = coloursOf(deliveredBy(on, job), 0.7, "100:184");
    expect(Math.max(Math.abs(red - 0xc0), Math.abs(green - 0x40), Math.abs(blue - 0x20))).toBeLessThan(14);
  });

  it("carries the caption where it belongs, from the first frame to the last", async () => {
    await video(join(on.media, "plain.mp4"), { seconds: 1.2, picture: "color", filters: PLAIN("gray") });
    const job = on.job("plain.mp4", { caption: { text: "HELLO", style: "poster", placement: "lower" } });
    await on.post("/render", job);
    for (const pixels of lumasOf(deliveredBy(on, job), 0, 12, 23)) {
      const rows = Array.from({ length: 1280 }, (_, y) => y).filter((y) =>
        pixels.subarray(y * 720, (y + 1) * 720).some((luma) => luma > 225),
      );
      expect(Math.min(...rows)).toBeGreaterThan(615);
      expect(Math.max(...rows)).toBeLessThan(834);
    }
  });

  it("comes with a poster of the same picture", async () => {
    await video(join(on.media, "poster.mp4"), {
      seconds: 1.2,
      picture: "color",
      filters: PLAIN("0x2060C0"),
    });
    const job = on.job("poster.mp4");
    const { result } = await on.post("/render", job);
    const path = deliveredBy(on, job, "poster");
    expect((await ffprobe(path)).streams[0]).toMatchObject({ codec_name: "mjpeg", width: 720, height: 1280 });
    const bytes = readFileSync(path);
    expect(result?.poster).toEqual({
      bytes: bytes.length,
      md5: createHash("md5").update(bytes).digest("hex"),
      width: 720,
      height: 1280,
    });
    const [colour = []] = coloursOf(path, 0, "352:632");
    for (const [at, value] of [0x20, 0x60, 0xc0].entries()) expect(Math.abs((colour[at] ?? 0) - value)).toBeLessThan(8);
  });
});

describe("the sound", () => {
  it("that is baked in stays in time with the picture", async () => {
    // A white flash and a click together, every second.
    const click = "aevalsrc='0.7*sin(2*PI*1500*t)*lt(mod(t\\,1)\\,0.03)+0.01*sin(2*PI*200*t)':s=44100";
    await video(join(on.media, "sync.mp4"), {
      seconds: 3,
      rate: "25",
      picture: "color",
      filters: "drawbox=c=gray:t=fill,drawbox=c=white:t=fill:enable='lt(mod(t\\,1)\\,0.04)'",
      sound: click,
    });
    const job = on.job("sync.mp4", { output: { width: 720, height: 1280, durationSeconds: 3 } });
    await on.renderSmall(job);
    const path = deliveredBy(on, job);
    await expectFit(path, { ...SMALL, seconds: 3, fps: 25, quiet: true });
    const pcm = execFileSync(
      ffmpegPath(),
      ["-v", "error", "-i", path, "-vn", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"],
      { maxBuffer: 1 << 26 },
    );
    const light = execFileSync(ffmpegPath(), [
      "-v",
      "error",
      "-i",
      path,
      "-an",
      "-vf",
      "scale=1:1:flags=area,format=gray",
      "-f",
      "rawvideo",
      "-",
    ]);
    for (const second of [1, 2]) {
      const flash = light.findIndex((luma, at) => at > second * 25 - 10 && luma > 200) / 25;
      let heard = (second - 0.4) * 48_000;
      while (heard < pcm.length / 2 && Math.abs(pcm.readInt16LE(heard * 2)) < 6000) heard += 1;
      expect(Math.abs(heard / 48_000 - flash)).toBeLessThan(0.005);
    }
  });

  it("comes from the asked place of the song", async () => {
    const steps = "aevalsrc='0.3*sin(2*PI*(300+200*floor(t))*t)':s=48000";
    await sound(`${on.media}/steps.mp3`, steps, 7, "-q:a", "4");
    await video(join(on.media, "mute.mp4"), { seconds: 1.7, sound: null });
    const job = on.job("mute.mp4", {
      audio: { url: `${on.origin}/steps.mp3`, startSeconds: 5 },
      output: { width: 720, height: 1280, durationSeconds: 1.5 },
    });
    await on.renderSmall(job);
    const pcm = execFileSync(
      ffmpegPath(),
      ["-v", "error", "-i", deliveredBy(on, job), "-vn", "-ac", "1", "-ar", "48000", "-f", "s16le", "-"],
      { maxBuffer: 1 << 26 },
    );
    const crossings = (from: number, to: number) => {
      let count = 0;
      for (let at = Math.round(from * 48_000); at < to * 48_000; at++)
        if (pcm.readInt16LE(at * 2) < 0 !== pcm.readInt16LE(at * 2 + 2) < 0) count += 1;
      return count / 2 / (to - from);
    };
    expect(crossings(0.2, 0.6)).toBeCloseTo(1300, -2);
    expect(crossings(1.1, 1.4)).toBeCloseTo(1500, -2);
  });
});

describe("a video that is fit already", () => {
  // biome-ignore format: an option and its value belong on one line
  const FIT = ["-preset", "veryfast", "-profile:v", "high", "-bf", "2", "-g", "12", "-keyint_min", "12", "-sc_threshold", "0",
    "-flags", "+cgop", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];
  const picture = (path: string) =>
    execFileSync(ffmpegPath(), ["-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "h264", "-"], {
      maxBuffer: 1 << 26,
    });

  const size = `${SMALL.width}x${SMALL.height}`;

  it("keeps its very frames; only its sound is made anew, and its edit list is gone", async () => {
    const input = await video(join(on.media, "fit.mp4"), { size, seconds: 1, options: FIT });
    expect(readMp4(input).tracks.some(({ edited }) => edited)).toBe(true);
    const job = on.job("fit.mp4", { audio: song(4) });
    await on.renderSmall(job);
    await expectFit(deliveredBy(on, job), SMALL);
    expect(picture(deliveredBy(on, job)).equals(picture(input))).toBe(true);
  });

  it.each([
    ["keyframes are too far apart", ["-g", "24"], {}],
    ["it has a caption to carry", [], { caption: CAPTION }],
    ["it has words to be sung", [], { lyrics: { style: "highlight" as const, lines: [sung("la la la", 0.1, 0.2)] } }],
    ["it is longer than asked", ["-t", "1.5"], {}],
  ])("is encoded anew when %s", async (name, options, change) => {
    const file = `unfit-${name.replaceAll(" ", "-")}.mp4`;
    const input = await video(join(on.media, file), {
      size,
      seconds: 1.5,
      options: [...FIT, "-t", "1", ...options],
    });
    const job = on.job(file, change);
    await on.renderSmall(job);
    await expectFit(deliveredBy(on, job), { ...SMALL, quiet: true, measured: false });
    expect(picture(deliveredBy(on, job)).equals(picture(input))).toBe(false);
  });
});
