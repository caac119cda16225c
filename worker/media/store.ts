/** Our files: where they are read, where they may be written. */
import { AwsClient } from "aws4fetch";
import { dispositionOf } from "../domain/file-names.ts";
import { type MediaRef, parseRef } from "../domain/media.ts";

export interface MediaStore {
  /** A URL that anyone may read, without expiry. Throws for private files. */
  publicUrl(ref: MediaRef): string;
  /** The file of the media bucket that a public URL leads to; undefined for any other URL. */
  publicRef(url: string): MediaRef | undefined;
  /** A URL to read the file for `seconds`. */
  readUrl(ref: MediaRef, seconds: number): Promise<string>;
  /**
   * A URL and the headers to PUT the file once, within `seconds`. A second PUT is refused with 412. It is served with what
   * `metadataOf` says.
   */
  writeUrl(ref: MediaRef, file: ServedFile, seconds: number): Promise<{ url: string; headers: Record<string, string> }>;
  /** The R2 bucket and key behind a ref. Throws for `builtin:`, which is not in R2. */
  bucket(ref: MediaRef): { bucket: R2Bucket; key: string };
  /** The whole file, or null when there is none. */
  read(ref: MediaRef): Promise<Blob | null>;
}

/** What a file is stored as, and served with. `name`: what people call it; a file of the library needs none. */
export interface ServedFile {
  contentType: string;
  name?: string;
}

/**
 * A file of the public bucket can be deleted, and whoever keeps a copy of it asks again after half a minute whether it is
 * still there: a deleted one is gone from every shared cache within the minute.
 */
const CACHE_CONTROL = "public, max-age=30, must-revalidate";

/** What the file is put with: whatever serves the bucket serves it with the headers of these names. */
export const metadataOf = (ref: MediaRef, { contentType, name }: ServedFile) => ({
  contentType,
  ...(parseRef(ref).store === "media" ? { cacheControl: CACHE_CONTROL } : {}),
  ...(name === undefined ? {} : { contentDisposition: dispositionOf(name) }),
});

const headersOf = (ref: MediaRef, file: ServedFile): Record<string, string> => {
  const { contentType, cacheControl, contentDisposition } = metadataOf(ref, file);
  return {
    "content-type": contentType,
    ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
    ...(contentDisposition === undefined ? {} : { "content-disposition": contentDisposition }),
  };
};

/** Where files lie, and how their URLs are made. */
export interface MediaSettings {
  PUBLIC_ORIGIN: string;
  MEDIA_ORIGIN: string;
  R2_S3_ORIGIN: string;
  R2_LIBRARY_BUCKET: string;
  R2_MEDIA_BUCKET: string;
  R2_ACCESS_KEY_ID: string;
  R2_SECRET_ACCESS_KEY: string;
}

/** Opens the store. `assets`: the static files deployed with the Worker. */
export function openMediaStore(
  bindings: { library: R2Bucket; media: R2Bucket; assets: Fetcher },
  settings: MediaSettings,
): MediaStore {
  const s3 = new AwsClient({
    accessKeyId: settings.R2_ACCESS_KEY_ID,
    secretAccessKey: settings.R2_SECRET_ACCESS_KEY,
    service: "s3",
    region: "auto",
  });
  const buckets = {
    library: { binding: bindings.library, name: settings.R2_LIBRARY_BUCKET },
    media: { binding: bindings.media, name: settings.R2_MEDIA_BUCKET },
  };
  const path = (key: string) => key.split("/").map(encodeURIComponent).join("/");

  const bucket = (ref: MediaRef) => {
    const { store, key } = parseRef(ref);
    if (store === "builtin") throw new Error(`${ref} is not in a bucket`);
    return { bucket: buckets[store].binding, name: buckets[store].name, key };
  };
  const presign = async (
    ref: MediaRef,
    seconds: number,
    init: { method: string; headers?: Record<string, string> },
  ) => {
    const { name, key } = bucket(ref);
    const url = `${settings.R2_S3_ORIGIN}/${name}/${path(key)}?X-Amz-Expires=${Math.ceil(seconds)}`;
    const signed = await s3.sign(url, { ...init, aws: { signQuery: true, allHeaders: true } });
    return signed.url;
  };
  const publicUrl = (ref: MediaRef) => {
    const { store, key } = parseRef(ref);
    if (store === "library") throw new Error(`${ref} is private`);
    return `${store === "media" ? settings.MEDIA_ORIGIN : settings.PUBLIC_ORIGIN}/${path(key)}`;
  };

  const publicRef = (url: string): MediaRef | undefined => {
    const below = `${settings.MEDIA_ORIGIN}/`;
    if (!url.startsWith(below)) return undefined;
    const { pathname } = new URL(url);
    return `media:${decodeURIComponent(pathname.slice(new URL(below).pathname.length))}`;
  };

  return {
    publicUrl,
    publicRef,
    readUrl: async (ref, seconds) =>
      parseRef(ref).store === "library" ? presign(ref, seconds, { method: "GET" }) : publicUrl(ref),
    writeUrl: async (ref, file, seconds) => {
      const headers = { ...headersOf(ref, file), "if-none-match": "*" };
      return { url: await presign(ref, seconds, { method: "PUT", headers }), headers };
    },
    bucket,
    read: async (ref) => {
      if (parseRef(ref).store === "builtin") {
        const response = await bindings.assets.fetch(publicUrl(ref));
        return response.ok ? response.blob() : null;
      }
      const { bucket: binding, key } = bucket(ref);
      const object = await binding.get(key);
      return object ? object.blob() : null;
    },
  };
}
