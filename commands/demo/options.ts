/** The demo's command line: some of what `backline create` takes. */
import { parseArgs } from "node:util";

export interface DemoOptions {
  batch: number;
  /** What else was typed, for `backline create`. The API checks the values. */
  others: string[];
}

export const USAGE = `npm run demo -- [--batch 3] [--template artist-caption-stage] [--lipsync] [--upscale] [--caption-length short|medium|long] [--duration 8|15|30|60]`;

/** Throws an Error with a sentence for the user. */
export function readOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      batch: { type: "string", default: "3" },
      template: { type: "string" },
      lipsync: { type: "boolean" },
      upscale: { type: "boolean" },
      "caption-length": { type: "string" },
      duration: { type: "string" },
    },
    allowNegative: true,
  });
  const { batch: count, lipsync, upscale, ...valued } = values;
  const batch = Number(count);
  if (!Number.isInteger(batch)) throw new Error(`--batch must be a whole number, not ${count}`);
  return {
    batch,
    others: [
      ...Object.entries(valued).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
      ...(lipsync === undefined ? [] : [lipsync ? "--lipsync" : "--no-lipsync"]),
      ...(upscale === true ? ["--upscale"] : []),
    ],
  };
}
