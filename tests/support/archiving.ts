/** A driver of runs that can archive them: what it stands in for else, it stores there. */
import { type MediaRef, parseRef } from "../../worker/domain/media.ts";
import type { openLocalDatabase } from "./local-database.ts";
import { type Driver, openDriver } from "./run-driver.ts";

/**
 * A driver whose archives are in a real bucket, and the errors that it logs. `fails`: whether the store of an object is
 * about to fail. `time` is where the clock stands at first, Unix milliseconds.
 */
export function openDriverWithBuckets(
  { db, env }: Awaited<ReturnType<typeof openLocalDatabase>>,
  time: number,
  fails: (key: string) => boolean = () => false,
): Driver & { errors: unknown[][] } {
  // Pictures and videos take their time, so that a run can be canceled meanwhile.
  const driver = openDriver(db, time, {
    callsBackAfterMs: (endpoint) => (endpoint === "openrouter/router" ? 0 : 60_000),
  });
  const errors: unknown[][] = [];
  const { media, log } = driver.services;
  const { bucket } = media;
  media.bucket = (ref) => {
    if (!ref.startsWith("library:archive/")) return bucket(ref);
    const put = async (key: string, ...rest: [string]) => {
      if (fails(key)) throw new Error("put: We encountered an internal error.");
      return env.LIBRARY.put(key, ...rest);
    };
    return { key: parseRef(ref).key, bucket: { put } as unknown as R2Bucket };
  };
  media.read = async (ref: MediaRef) => {
    const object = await env.LIBRARY.get(parseRef(ref).key);
    return object ? ((await object.blob()) as Blob) : null;
  };
  log.error = (...told: unknown[]) => void errors.push(told);
  return Object.assign(driver, { errors });
}
