/** Pictures on their way in: judged, freed of metadata, decoded, turned upright, and stored. */
import { PermanentError, TransientError } from "../domain/failure.ts";
import type { MediaRef } from "../domain/media.ts";
import { deliveryFault } from "../media/delivered.ts";
import { judgePicture } from "../media/picture.ts";
import { JobRejected } from "../rendering/renderer.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { deleteOrphaned, recordOrphaned, storeOrphaned } from "./orphaned-files.ts";

const URL_SECONDS = 900;
const ATTEMPTS = 3;
const AGAIN_SECONDS = 2;

/**
 * Stores a picture as the orphaned file `ref`: without metadata, so that nobody is told where it was taken, and upright.
 * The pixels are those that were sent, unless it has to be turned. The renderer decodes it, because a Worker's memory
 * does not hold the pixels of a large picture. Returns why it is refused, as a clause; nothing is stored then. Throws a
 * TransientError when no renderer can be asked just now. Whether the file is still there is for the statement to find
 * out that makes a row point at it.
 */
export async function storePicture(
  services: Services,
  accountId: string,
  ref: MediaRef,
  sent: Uint8Array,
): Promise<{ wrong: string } | undefined> {
  const judged = await judgePicture(sent);
  if ("wrong" in judged) return judged;
  const { bytes, contentType, orientation } = judged;
  const { media, log } = services;
  // As the camera was held, until it is turned.
  const held: MediaRef = orientation === 1 ? ref : `${ref}-as-held`;
  const turn = async () => {
    // What an attempt delivered whose answer was lost would refuse the next delivery.
    const { bucket, key } = media.bucket(ref);
    await bucket.delete(key);
    return { orientation, deliver: { picture: await media.writeUrl(ref, { contentType }, URL_SECONDS) } };
  };
  try {
    await storeOrphaned(services, accountId, held, bytes, contentType);
    if (held !== ref) await recordOrphaned(services, accountId, ref);
    for (let attempt = 1; ; attempt++) {
      try {
        const picture = { url: await media.readUrl(held, URL_SECONDS) };
        const done = await services.renderer.picture({ picture, turn: held === ref ? null : await turn() });
        const message = done.picture && (await deliveryFault(media, ref, done.picture));
        if (message) throw new TransientError({ code: "renderer_unavailable", message, retryable: true });
        break;
      } catch (error) {
        if (!(error instanceof TransientError) || attempt === ATTEMPTS) throw error;
        log.warn("picture_not_decoded", { ref, attempt, reason: error.message });
        const seconds = error.delaySeconds ?? AGAIN_SECONDS;
        await new Promise((resolve) => setTimeout(resolve, scaledMs(services, seconds)));
      }
    }
  } catch (error) {
    const { bucket, key } = media.bucket(held);
    const isGone = error instanceof PermanentError && (await bucket.head(key)) === null;
    await deleteOrphaned(services, [ref, held]);
    // Deleting the artist or the template also deletes what is still being uploaded for it.
    if (isGone) return undefined;
    if (error instanceof JobRejected && error.aboutSource !== undefined) return { wrong: "it cannot be decoded" };
    throw error;
  }
  if (held !== ref) await deleteOrphaned(services, [held]);
  return undefined;
}
