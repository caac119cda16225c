/** Twelve clips in six scripts, with emoji, to be looked at: finished files, and a sheet of their frames. */
import { join } from "node:path";
import type { RenderJob } from "../../renderer/contract/job.ts";
import { probe } from "../../renderer/src/probe.ts";
import { type JobLine, sung, sungWithoutBlanks } from "../../tests/renderer/lyrics/corpus.ts";
import { makeScene } from "../render/scene.ts";
import { run, startService } from "../render/ways.ts";
import { CLIP_SECONDS } from "./clips.ts";

type Style = NonNullable<RenderJob["lyrics"]>["style"];

interface Sung {
  language: string;
  styles: [Style, Style];
  lines: JobLine[];
  caption: string;
}

// biome-ignore format: a line each
const CLIPS: Sung[] = [
  { language: "Arabic", styles: ["fill", "highlight"], caption: "أغنية الليلة 🌙",
    lines: [sung("يا ليل يا عين خذني معك 🌙", 0.3), sung("قلبي يغني والبحر بعيد ❤️", 3.6)] },
  { language: "Hebrew", styles: ["highlight", "pill"], caption: "השיר הזה בשבילך",
    lines: [sung("לילה טוב לכל מי שער 😴", 0.3), sung("אני שר לך מתחת לכוכבים ✨", 3.6)] },
  { language: "Hindi", styles: ["pop", "fill"], caption: "रात की आख़िरी बस 🚌",
    lines: [sung("मैं तुम्हें कभी नहीं भूल पाऊँगा 😭", 0.3), sung("ये रात फिर से गाती है 🎶", 3.6)] },
  { language: "Thai", styles: ["highlight", "word"], caption: "เพลงนี้ของเธอ",
    lines: [sungWithoutBlanks("ฉันยังรักเธอเหมือนเดิม💛", "th", 0.3), sungWithoutBlanks("คืนนี้ฝนตกไม่หยุดเลย🌧️", "th", 3.6)] },
  { language: "Japanese", styles: ["fill", "pop"], caption: "真夜中のドライブ 🚗",
    lines: [sungWithoutBlanks("夢の中でまた会えるなら😢", "ja", 0.3, 0.35), sungWithoutBlanks("今度こそ離さない、ずっと🔥", "ja", 3.6, 0.35)] },
  { language: "Korean", styles: ["pill", "line"], caption: "오늘 밤 이 노래",
    lines: [sung("너의 목소리가 들려 🎧 이 밤에", 0.3), sung("끝나기 전에 한 번만 더 💔", 3.6)] },
];

const FRAME = { width: 720, height: 1280 };
const MOMENTS = [0.9, 2.1, 4.6];

/** Makes the clips in `folder`, and a sheet of them at `sheet`: three frames of each. */
export async function makeClips(folder: string, sheet: string): Promise<void> {
  const input = "scene.mp4";
  await makeScene(join(folder, input), FRAME, CLIP_SECONDS + 0.2);
  await run([
    "-f",
    "lavfi",
    "-t",
    "40",
    "-i",
    "anoisesrc=color=pink:amplitude=0.2",
    "-b:a",
    "128k",
    join(folder, "noise.mp3"),
  ]);
  const { video } = await probe(
    { path: join(folder, input), demuxer: "mov" },
    "video_unreadable",
    new AbortController().signal,
  );
  if (!video) throw new Error("The scene has no picture.");
  const service = await startService(folder);
  const stills: string[] = [];
  try {
    for (const { language, styles, lines, caption } of CLIPS) {
      for (const [at, style] of styles.entries()) {
        const path = join(folder, `${language}-${style}.mp4`);
        const task = { folder, input, song: "noise.mp3", songStart: 1, video, frame: FRAME, seconds: CLIP_SECONDS };
        const words = { text: caption, style: "clean", placement: "lower" } as const;
        await service.job({ ...task, caption: at === 0 ? words : null, lyrics: { style, lines } }, []).work(path);
        for (const seconds of MOMENTS) {
          stills.push(`${path}-${seconds}.png`);
          await run([
            "-y",
            "-ss",
            String(seconds),
            "-i",
            path,
            "-frames:v",
            "1",
            "-vf",
            "scale=240:-2",
            `${path}-${seconds}.png`,
          ]);
        }
      }
    }
  } finally {
    await service.stop();
  }
  const inputs = stills.flatMap((path) => ["-i", path]);
  const row = (at: number) =>
    `${stills
      .slice(at * 9, at * 9 + 9)
      .map((_, one) => `[${at * 9 + one}:v]`)
      .join("")}hstack=inputs=9[row${at}]`;
  const rows = [0, 1, 2, 3];
  const graph = [...rows.map(row), `${rows.map((at) => `[row${at}]`).join("")}vstack=inputs=4`].join(";");
  await run(["-y", ...inputs, "-filter_complex", graph, "-frames:v", "1", "-q:v", "3", sheet]);
}
