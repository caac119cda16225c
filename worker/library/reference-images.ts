/** Pictures that a caller gives for one batch, by URL: fetched once, before anything is made from them. */
import type { MediaRef } from "../domain/media.ts";
import { MAX_PICTURE_BYTES } from "../media/picture.ts";
import { guardedFetch } from "../net/guarded-fetch.ts";
import { UrlRefused } from "../net/refusal.ts";
import { parsePublicUrl } from "../net/url.ts";
import type { Services } from "../services.ts";
import { extraImageFile } from "./object-keys.ts";
import { deleteOrphaned } from "./orphaned-files.ts";
import { storePicture } from "./store-picture.ts";

const FETCH_SECONDS = 10;
/** Each is held in memory while it is judged. */
const AT_ONCE = 2;

export interface RefusedImage {
  index: number;
  code: string;
  /** A clause: "it is not https". */
  message: string;
}

/**
 * Fetches the pictures and stores them as orphaned files, in the order of their URLs; none of them when one is refused.
 * Throws as `storePicture` does.
 */
export async function fetchReferenceImages(
  services: Services,
  { accountId, artistId, urls }: { accountId: string; artistId: string; urls: readonly string[] },
): Promise<{ refs: MediaRef[] } | { refused: RefusedImage[] }> {
  const refused: RefusedImage[] = [];
  const refuse = (index: number, error: unknown) => {
    if (!(error instanceof UrlRefused)) throw error;
    refused.push({ index, code: error.code, message: error.message });
  };
  for (const [index, url] of urls.entries()) {
    try {
      parsePublicUrl(url, services.net.loopback);
    } catch (error) {
      refuse(index, error);
    }
  }
  if (refused.length > 0) return { refused };

  const refs: MediaRef[] = urls.map(() => extraImageFile(artistId));
  const waiting = [...urls.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, url] = next;
      try {
        const bytes = await fetchPicture(services, url);
        const ref = refs[index];
        const wrong = ref && (await storePicture(services, accountId, ref, bytes))?.wrong;
        if (wrong !== undefined) throw new UrlRefused("not_a_picture", wrong);
      } catch (error) {
        refuse(index, error);
      }
    }
  };
  const done = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const failed = done.find(({ status }) => status === "rejected");
  if (!failed && refused.length === 0) return { refs };
  await deleteOrphaned(services, refs);
  if (failed?.status === "rejected") throw failed.reason;
  return { refused: refused.sort((a, b) => a.index - b.index) };
}

async function fetchPicture(services: Services, url: string) {
  const { status, bytes } = await guardedFetch(services, url, {
    timeoutMs: FETCH_SECONDS * 1000,
    maxBytes: MAX_PICTURE_BYTES,
    headers: { accept: "image/jpeg,image/png,image/webp" },
  });
  if (status !== 200) throw new UrlRefused("unreachable", `its host answered ${status}`);
  return bytes;
}
