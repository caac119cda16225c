/** Whether storage holds what a renderer says that it delivered. */
import type { DeliveredFile } from "../../renderer/contract/job.ts";
import type { MediaRef } from "../domain/media.ts";
import { retry } from "../retry.ts";
import type { MediaStore } from "./store.ts";

/** What is wrong with the file at `ref`, in a sentence; undefined when it is the one that was delivered. */
export async function deliveryFault(
  media: MediaStore,
  ref: MediaRef,
  file: Pick<DeliveredFile, "bytes" | "md5">,
): Promise<string | undefined> {
  const { bucket, key } = media.bucket(ref);
  // Retried, because a hiccup of this look is no reason to make a delivered file again.
  const object = await retry<R2Object | null>(() => bucket.head(key));
  if (object?.size === file.bytes && object.etag === file.md5) return undefined;
  return object
    ? `The renderer delivered ${file.bytes} bytes, but storage holds ${object.size} other ones.`
    : "The renderer said it delivered a file that storage does not hold.";
}
