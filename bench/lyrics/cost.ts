/** What a whole job costs with sung words, against the same with a caption alone. */
import { join } from "node:path";
import type { RenderJob } from "../../renderer/contract/job.ts";
import type { Frame } from "../../renderer/src/picture.ts";
import { probe } from "../../renderer/src/probe.ts";
import { encode } from "../../seed/encode.ts";
import { perform } from "../../seed/music/song.ts";
import { interleaved } from "../interleaved.ts";
import { median } from "../median.ts";
import { measure } from "../render/measure.ts";
import { makeScene } from "../render/scene.ts";
import { startService, type Task } from "../render/ways.ts";
import { CLIP_SECONDS, type Clip } from "./clips.ts";

const CAPTION = { text: "I told you I'd never leave this town 🌅", style: "clean", placement: "lower" } as const;
const STYLES = ["line", "highlight", "pop", "fill", "word", "pill"] as const;

export interface Ratio {
  size: string;
  style: string;
  cpuSeconds: number;
  /** CPU seconds by those of the caption alone: the median, and of each half of the rounds. */
  ratio: number;
  halves: [number, number];
  lowerQuartiles: number;
}

/** The job of a clip with a caption alone, and with a caption and its words in each style, in turns. */
export async function costs(clip: Clip, folder: string, rounds: number, widths: readonly number[]): Promise<Ratio[]> {
  encode(perform(clip.song), clip.song.format, join(folder, `cost.${clip.song.format}`));
  const service = await startService(folder);
  try {
    const ratios: Ratio[] = [];
    for (const width of widths) {
      ratios.push(...(await costsOf(service, clip, folder, { width, height: (width * 16) / 9 }, rounds)));
    }
    return ratios;
  } finally {
    await service.stop();
  }
}

async function costsOf(
  service: Awaited<ReturnType<typeof startService>>,
  { song, start, lines }: Clip,
  folder: string,
  frame: Frame,
  rounds: number,
): Promise<Ratio[]> {
  const input = `cost-${frame.width}.mp4`;
  await makeScene(join(folder, input), { width: (frame.width * 16) / 9, height: frame.width }, CLIP_SECONDS + 0.5);
  const { video } = await probe(
    { path: join(folder, input), demuxer: "mov" },
    "video_unreadable",
    new AbortController().signal,
  );
  if (!video) throw new Error("The scene has no picture.");
  const task = (lyrics: RenderJob["lyrics"]): Task => ({
    ...{ folder, input, song: `cost.${song.format}`, songStart: start, video, frame, seconds: CLIP_SECONDS },
    ...{ caption: CAPTION, lyrics },
  });
  const contender = (lyrics: RenderJob["lyrics"]) => async () => {
    const way = service.job(task(lyrics), []);
    return (await measure(way, () => way.work(join(folder, "cost.mp4")))).cpuSeconds;
  };
  const contenders = {
    caption: contender(null),
    ...Object.fromEntries(STYLES.map((style) => [style, contender({ style, lines })])),
  };
  // The first job of a process compiles code and reads fonts.
  for (const work of Object.values(contenders)) await work();
  const figures: Record<string, number[]> = await interleaved(contenders, { rounds });
  const of = (name: string, pick: (values: readonly number[]) => number, every: (at: number) => boolean = () => true) =>
    pick((figures[name] ?? []).filter((_, at) => every(at)));
  const lower = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 2] ?? 0;
  return STYLES.map((style) => {
    const ratio = (pick: (values: readonly number[]) => number, every?: (at: number) => boolean) =>
      of(style, pick, every) / of("caption", pick, every);
    return {
      ...{ size: `${frame.width}x${frame.height}`, style, cpuSeconds: of(style, median), ratio: ratio(median) },
      halves: [ratio(median, (at) => at % 2 === 0), ratio(median, (at) => at % 2 === 1)],
      lowerQuartiles: ratio(lower),
    };
  });
}
