/** The demo's command line. */
import { parseArgs } from "node:util";
import type { Schemas } from "../../client/index.ts";

type CaptionLength = NonNullable<Schemas["CreateContent"]["caption_length"]>;

type Duration = NonNullable<Schemas["CreateContent"]["duration"]>;

export interface DemoOptions {
  batch: number;
  /** The create call's other parameters; what is omitted is left to the API. */
  parameters: Partial<Schemas["CreateContent"]>;
}

export const USAGE = `npm run demo -- [--batch 3] [--template artist-caption-stage] [--lipsync] [--upscale] [--caption-length short|medium|long] [--duration 8|15|30|60]`;

/** Throws an Error with a sentence for the user. The API checks the values themselves. */
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
  const batch = Number(values.batch);
  if (!Number.isInteger(batch)) throw new Error(`--batch must be a whole number, not ${values.batch}`);
  return {
    batch,
    parameters: {
      ...(values.template === undefined ? {} : { template: values.template }),
      ...(values.lipsync === undefined ? {} : { lipsync: values.lipsync }),
      ...(values.upscale === undefined ? {} : { upscale: values.upscale }),
      ...(values["caption-length"] === undefined ? {} : { caption_length: values["caption-length"] as CaptionLength }),
      ...(values.duration === undefined ? {} : { duration: Number(values.duration) as Duration }),
    },
  };
}
