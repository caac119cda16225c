import { z } from "zod";
import { defineModel, usd } from "./model.ts";
import { soundSeconds } from "./whisper.ts";

const STEMS = ["vocals", "drums", "bass", "other", "guitar", "piano"] as const;
const USD_PER_SECOND = 0.0007;

/** Takes songs apart. Of the stems only the voice is made here: nobody asks for another. */
export const demucs = defineModel({
  id: "fal-ai/demucs",
  demoSeconds: 2,
  mediaFields: ["vocals"],
  input: z.strictObject({
    audio_url: z.string().min(1),
    model: z
      .enum(["htdemucs", "htdemucs_ft", "htdemucs_6s", "hdemucs_mmi", "mdx", "mdx_extra", "mdx_q", "mdx_extra_q"])
      .default("htdemucs_6s"),
    stems: z
      .array(z.enum(STEMS))
      .min(1)
      .default([...STEMS])
      .refine((stems) => !stems.some((stem) => stem !== "vocals"), "The emulator makes the vocals alone"),
    segment_length: z.int().min(1).nullable().default(null),
    shifts: z.int().min(1).max(10).default(1),
    overlap: z.number().min(0).max(1).default(0.25),
    // fal makes WAV as well; nothing here asks for it.
    output_format: z.literal("mp3").default("mp3"),
  }),
  async make(input, work) {
    const audio = await work.fetch(["body", "audio_url"], input.audio_url);
    const seconds = await soundSeconds(audio.path, input.audio_url, work.signal, (path) =>
      work.studio.probe(path, work.signal),
    );
    work.log(`Separating ${seconds.toFixed(1)} s of audio`);
    const file = await work.studio.voice("vocals.mp3", audio, work.signal);
    const none = Object.fromEntries(STEMS.slice(1).map((stem) => [stem, null]));
    return {
      output: { vocals: work.publish(file), ...none },
      billing: { units: seconds, unit: "second", usd: usd(seconds * USD_PER_SECOND) },
    };
  },
});
