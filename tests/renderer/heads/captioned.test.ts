/** Captions on finished videos: pages that change on their frame, and faces that stay free wherever they go. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { beforeAll, describe, expect, it } from "vitest";
import type { RenderJob, RenderResult } from "../../../renderer/contract/job.ts";
import { ffmpegPath } from "../../../renderer/src/binaries.ts";
import { drawPages } from "../../../renderer/src/captions/draw.ts";
import { ffmpeg, TONE, video } from "../sources.ts";
import { deliveredBy, SMALL, type Stage, stage } from "../stage.ts";
import { portrait } from "./portraits.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});

type Caption = NonNullable<RenderJob["caption"]>;
const frame = { width: 720, height: 1280 } as const;

async function render(input: string, caption: Caption, durationSeconds: number) {
  const job = on.job(input, { caption, output: { ...frame, durationSeconds } });
  const { result, error } = await on.post<RenderResult>("/render", job);
  expect(error).toBeUndefined();
  return { path: deliveredBy(on, job), warnings: result?.warnings ?? [] };
}

/** Luma of every frame of a part of a video, `side` pixels square. */
function framesOf(path: string, crop: string, side: string): Buffer[] {
  // biome-ignore format: an option and its value belong on one line
  const bytes = execFileSync(ffmpegPath(), ["-v", "error", "-i", path, "-vf", `crop=${crop},scale=${side}:flags=area,format=gray`,
    "-f", "rawvideo", "-"], { maxBuffer: 1 << 28 });
  const size = side.split(":").reduce((product, each) => product * Number(each), 1);
  return Array.from({ length: bytes.length / size }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

/** The rows in which something as light as letters stands in some frame, in pixels of 1280. */
function inkRows(path: string): { top: number; bottom: number } {
  const rows = framesOf(path, "iw:ih:0:0", "180:320").flatMap((picture) =>
    Array.from({ length: 320 }, (_, y) => y).filter((y) =>
      picture.subarray(y * 180 + 12, y * 180 + 154).some((luma) => luma > 215),
    ),
  );
  return { top: Math.min(...rows) * 4, bottom: (Math.max(...rows) + 1) * 4 };
}

const LONG =
  "the first page of it is here, the second has a few words more than that, the third comes soon after it, the fourth is the last but one, and then the fifth ends all of what was to be said.";

describe("pages", () => {
  it.each(["24", "30000/1001"])("change exactly on their frames, at %s frames a second", async (rate) => {
    const name = `grey-${rate.replace("/", "-")}.mp4`;
    const filters = "drawbox=c=gray:t=fill,drawbox=x=2:y=2:w=20:h=20:c=silver:t=fill:enable='lt(mod(t\\,1)\\,0.5)'";
    await video(join(on.media, name), { seconds: 4.9, rate, picture: "color", filters });
    const caption: Caption = { text: LONG, style: "clean", placement: "center", head: null };
    const job = on.job(name, { caption, output: { ...frame, durationSeconds: 4.8 } });
    await on.renderSmall(job);
    const { pages } = drawPages({ text: LONG, style: "clean", placement: "center" }, SMALL, {
      seconds: 4.8,
      heads: [],
      lipsync: false,
    });
    const [over = 0, under = 1] = rate.split("/").map(Number);
    const expected = pages.slice(1).map(({ from }) => Math.round((from * over) / under));
    expect(expected.length).toBeGreaterThan(2);
    const { x = 0, y = 0, width = 2, height = 2 } = pages[0]?.image ?? {};
    const seen = framesOf(deliveredBy(on, job), `${width}:${height}:${x}:${y}`, "60:30");
    const change = (at: number) =>
      Math.max(...(seen[at] ?? []).map((luma, pixel) => Math.abs(luma - (seen[at - 1]?.[pixel] ?? 0))));
    const changes = seen.map((_, at) => at).filter((at) => at > 0 && change(at) > 60);
    expect(changes).toEqual(expected);
  });
});

describe("a face in the video", () => {
  /**
   * A face, an eighth of the picture high, that goes from one height to another, in fractions of the picture's; there is no
   * keyframe but the first.
   */
  async function moving(name: string, from: number, to: number, seconds: number): Promise<string> {
    const { picture, faces } = await portrait(5, 0, 0.62, 720);
    const face = faces.reduce((one, other) => (Math.abs(one.x - 0.4) < Math.abs(other.x - 0.4) ? one : other));
    const scale = 0.13 / face.height;
    const [wide, high] = [face.width * 720 * 1.6, face.height * 1280 * 1.7];
    const ground = createCanvas(720, 2560);
    const context = ground.getContext("2d");
    context.fillStyle = "#40362c";
    context.fillRect(0, 0, 720, 2560);
    const [x, y] = [(face.x + face.width / 2) * 720, (face.y + face.height / 2) * 1280];
    context.drawImage(
      picture,
      x - wide / 2,
      y - high / 2,
      wide,
      high,
      360 - (wide * scale) / 2,
      1280 - (high * scale) / 2,
      wide * scale,
      high * scale,
    );
    const path = join(on.media, `${name}.png`);
    writeFileSync(path, ground.toBuffer("image/png"));
    const top = (at: number) => 1280 - at * 1280;
    await ffmpeg(
      "-v error -framerate 24",
      ["-i", path, "-f", "lavfi", "-t", String(seconds), "-i", TONE],
      // Decoded and converted once, not for every frame.
      [
        "-vf",
        `format=yuv420p,loop=${Math.ceil(seconds * 24) - 1}:1:0,crop=720:1280:0:'${top(from)}+(${top(to) - top(from)})*t/${seconds}',eq=brightness=-0.2`,
      ],
      "-c:v libx264 -preset ultrafast -g 500 -c:a aac",
      [join(on.media, `${name}.mp4`)],
    );
    return `${name}.mp4`;
  }

  it("is left alone, wherever the reference had it", async () => {
    const name = await moving("still", 0.45, 0.451, 2.2);
    const caption: Caption = {
      ...{ text: "nobody told me how loud it is", style: "clean", placement: "center" },
      head: { x: 0.3, y: 0.05, width: 0.3, height: 0.2 },
    };
    const { path, warnings } = await render(name, caption, 2);
    expect(warnings).toEqual([]);
    const { top, bottom } = inkRows(path);
    // The face is in the middle, where the caption belongs.
    expect(bottom <= 1280 * 0.39 || top >= 1280 * 0.51).toBe(true);
  });

  it("is left alone where it comes to while the video runs", async () => {
    const name = await moving("moving", 0.38, 0.58, 3.2);
    const caption: Caption = { text: "you said nobody would come", style: "clean", placement: "lower" };
    const { path } = await render(name, caption, 3);
    const { bottom } = inkRows(path);
    expect(bottom).toBeLessThan(1280 * 0.31);
  });
});
