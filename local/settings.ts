/** The settings of the Worker in a stack that chose its own ports. Names and meanings: worker/env.ts. */
import { availableParallelism } from "node:os";
import { isForFal, isLocal, type Vars } from "./dev-vars.ts";

export interface LocalOrigins {
  worker: string;
  renderer: string;
  dns: string;
  /** Undefined: fal.ai itself. */
  fal: string | undefined;
}

/**
 * The Worker's settings. `example`: what holds for any local stack. `devVars`: the developer's own, which override it,
 * except for the origins, which are this stack's. `extra` overrides everything.
 */
export function localSettings(
  { worker, renderer, dns, fal }: LocalOrigins,
  example: Vars,
  devVars: Vars,
  extra: Vars,
): Vars {
  const { FAL_ORIGIN, ...own } = { ...example, ...devVars };
  return {
    ...own,
    PUBLIC_ORIGIN: worker,
    MEDIA_ORIGIN: `${worker}/cdn-cgi/local/r2/public/backline-media`,
    R2_S3_ORIGIN: `${worker}/cdn-cgi/local/r2/s3`,
    RENDERER_URL: renderer,
    // The emulator has no limit.
    FAL_SLOTS: own.FAL_SLOTS ?? (fal === undefined ? "2" : "100"),
    // One process, with as many places as it takes jobs at a time.
    RENDERER_INSTANCES: "1",
    RENDERER_PLACES: own.RENDERER_PLACES ?? String(Math.max(1, Math.floor(availableParallelism() / 2))),
    DNS_ORIGIN: dns,
    ...(fal === undefined ? { FAL_INPUTS: devVars.FAL_INPUTS ?? "upload" } : { FAL_ORIGIN: fal, FAL_KEY: "emulator" }),
    ...(isForFal(devVars) && FAL_ORIGIN && !isLocal(FAL_ORIGIN) ? { FAL_ORIGIN } : {}),
    ...extra,
  };
}

/** In the format of .dev.vars. Throws on a value that its format cannot hold: nothing in it is escaped. */
export const formatSettings = (settings: Vars): string =>
  Object.entries(settings)
    .map(([name, value]) => {
      const mark = ['"', "'", "`"].find((each) => !value.includes(each));
      if (mark === undefined) throw new Error(`${name} has every kind of quotation mark`);
      return `${name}=${mark}${value}${mark}\n`;
    })
    .join("");
