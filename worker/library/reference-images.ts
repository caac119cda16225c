/** Pictures that a caller gives for one batch, by URL: fetched once, before anything is made from them. */
import pLimit from "p-limit";
import type { MediaRef } from "../domain/media.ts";
import { MAX_PICTURE_BYTES } from "../media/picture.ts";
import { guardedOpen } from "../net/guarded-fetch.ts";
import { UrlRefused } from "../net/refusal.ts";
import { parsePublicUrl } from "../net/url.ts";
import type { Services } from "../services.ts";
import { extraImageFile } from "./object-keys.ts";
import { deleteOrphaned } from "./orphaned-files.ts";
import { storePicture } from "./store-picture.ts";

/** For each, and so for all: they are asked for at the same time. */
const FETCH_SECONDS = 10;
/** Each is held in memory while it is judged and stored, and the memory is shared with other requests. */
const HELD_AT_ONCE = 3;

export interface RefusedImage {
  index: number;
  code: string;
  /** A clause: "it is not https". */
  message: string;
}

/**
 * Fetches the pictures and stores them as orphaned files, in the order of their URLs; none of them when one is refused.
 * Takes FETCH_SECONDS and the time to store them, however many hosts are slow. Throws as `storePicture` does.
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
  const holding = pLimit(HELD_AT_ONCE);
  const done = await Promise.allSettled(
    refs.map(async (ref, index) => {
      try {
        const { read } = await openPicture(services, urls[index] ?? "");
        await holding(async () => {
          const wrong = (await storePicture(services, accountId, ref, await read()))?.wrong;
          if (wrong !== undefined) throw new UrlRefused("not_a_picture", wrong);
        });
      } catch (error) {
        refuse(index, error);
      }
    }),
  );
  const failed = done.find(({ status }) => status === "rejected");
  if (!failed && refused.length === 0) return { refs };
  await deleteOrphaned(services, refs);
  if (failed?.status === "rejected") throw failed.reason;
  return { refused: refused.sort((a, b) => a.index - b.index) };
}

async function openPicture(services: Services, url: string) {
  const opened = await guardedOpen(services, url, {
    timeoutMs: FETCH_SECONDS * 1000,
    maxBytes: MAX_PICTURE_BYTES,
    headers: { accept: "image/jpeg,image/png,image/webp" },
  });
  if (opened.status === 200) return opened;
  await opened.discard();
  throw new UrlRefused("unreachable", `its host answered ${opened.status}`);
}
