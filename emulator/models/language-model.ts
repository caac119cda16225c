import { z } from "zod";
import { answer } from "../text/answer.ts";
import { defineModel, usd } from "./model.ts";

/** USD per million tokens read and written. Any other language model costs what the first does. */
const PRICES: Record<string, { read: number; written: number }> = {
  "google/gemini-3.1-flash-lite": { read: 0.25, written: 1.5 },
  "google/gemini-3.5-flash-lite": { read: 0.3, written: 2.5 },
};
const USUAL = { read: 0.25, written: 1.5 };

/** About how many tokens a text is. */
const tokens = (text: string): number => Math.ceil(text.length / 4);

export const languageModel = defineModel({
  id: "openrouter/router",
  demoSeconds: 0.8,
  mediaFields: [],
  input: z.strictObject({
    model: z.string().min(1),
    prompt: z.string().min(1),
    system_prompt: z.string().nullable().default(null),
    temperature: z.number().min(0).max(2).default(1),
    max_tokens: z.int().min(1).nullable().default(null),
    reasoning: z.boolean().default(false),
  }),
  async make(input, work) {
    work.log(`Asking ${input.model}`);
    const said = answer(`${input.system_prompt ?? ""}\n${input.prompt}`, String(work.dice.roll()));
    // A limit cuts the answer off in the middle, as it does with the real ones.
    const output = input.max_tokens === null ? said : said.slice(0, input.max_tokens * 4);
    const usage = {
      input_tokens: tokens(`${input.system_prompt ?? ""}${input.prompt}`),
      output_tokens: tokens(output),
    };
    const { read, written } = PRICES[input.model] ?? USUAL;
    const units = Math.round(usage.input_tokens + (usage.output_tokens * written) / read) / 1000;
    return {
      output: {
        output,
        reasoning: input.reasoning ? "Weighed the words against the song, then kept the plainest ones." : null,
        partial: false,
        error: null,
        usage: { ...usage, prefill_time_ms: 40, decode_time_ms: usage.output_tokens * 5, ttft_ms: 180 },
      },
      billing: { units, unit: "1,000 input tokens", usd: usd((units * read) / 1000) },
    };
  },
});
