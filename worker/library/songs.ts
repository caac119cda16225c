/** Songs on their way in: stored, measured, and only then a row. */
import { and, eq } from "drizzle-orm";
import { fileTypeFromBuffer } from "file-type";
import { noneOf } from "../../renderer/contract/kinds.ts";
import type { HeardFile } from "../../renderer/contract/song-analysis.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { songs } from "../db/schema.ts";
import { TransientError } from "../domain/failure.ts";
import { MAX_SONG_SECONDS, MAX_TITLE_LENGTH, MIN_SONG_SECONDS } from "../domain/limits.ts";
import { perSecond } from "../domain/loudness.ts";
import type { MediaRef } from "../domain/media.ts";
import { hex, newId } from "../ids.ts";
import { JobRejected } from "../rendering/renderer.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { type AddedSong, addSong, precheckSong, type Song } from "./add-song.ts";
import { type LoudnessFigures, tooQuiet } from "./audible.ts";
import { noActiveRunOf } from "./in-use.ts";
import { songFile } from "./object-keys.ts";
import { deleteOrphaned, orphanFiles, storeOrphaned, storeOrphanedInParts } from "./orphaned-files.ts";
import { addAnalysis, readAnalysis } from "./song-analysis.ts";

export const MAX_SONG_BYTES = 100 * 1024 * 1024;
/** Enough to tell what a file is. */
const HEAD_BYTES = 4100;
const ANALYSIS_URL_SECONDS = 900;
/** Renders may keep every renderer busy for a while. */
const MAX_ANALYSES = 12;
const ANALYZE_AGAIN_SECONDS = 2;

export interface SongUpload {
  accountId: string;
  artistId: string;
  filename: string;
  /** As the caller gave it. */
  title: string | undefined;
  /** Undefined: nobody knows how long it is. */
  bytes: number | undefined;
  body: ReadableStream<Uint8Array>;
}

export type SongRefusal = "song_unreadable" | "song_too_short" | "song_too_long" | "upload_incomplete";

export type Received =
  | AddedSong
  | { kind: "refused"; code: SongRefusal; message: string }
  /** Silent, or so quiet that raising it would raise noise. */
  | { kind: "too-quiet"; message: string; figures: LoudnessFigures }
  /** No renderer could measure it just now. */
  | { kind: "busy" };

/** The file name without its extension, in lower case and in Unicode's composed form (NFC). */
export const slugOf = (filename: string): string => stemOf(filename).toLowerCase().normalize("NFC");

/** The file name without its extension. If it has no spaces, hyphens and underscores become spaces. */
const titleOf = (filename: string): string => {
  const stem = stemOf(filename);
  return /\s/.test(stem) ? stem : stem.replace(/[-_]+/g, " ").trim() || stem;
};

const stemOf = (filename: string): string =>
  filename
    .normalize("NFC")
    .replace(/(.)\.[^.\s]{1,10}$/u, "$1")
    .trim();

/** What a tag says, as a title: one line, no longer than titles are. Undefined where nothing is left. */
function fromTag(tag: string | null | undefined): string | undefined {
  const line = (tag ?? "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .normalize("NFC");
  return (
    line
      .slice(0, MAX_TITLE_LENGTH)
      .toWellFormed()
      .replace(/\ufffd$/, "")
      .trim() || undefined
  );
}

/**
 * Stores a song, has it measured, and adds it to the artist's. Its title is the one that the caller gave, or else that of
 * the file's tags, or else made from the file name. Throws what storage, database and renderer throw.
 */
export async function receiveSong(services: Services, upload: SongUpload): Promise<Received> {
  const id = newId("song");
  const audio = songFile(upload.artistId, id);
  const received = await storeAndAdmit(services, upload, id, audio).catch(async (error: unknown) => {
    await deleteOrphaned(services, [audio]);
    throw error;
  });
  if (received.kind !== "added") await deleteOrphaned(services, [audio]);
  return received;
}

async function storeAndAdmit(services: Services, upload: SongUpload, id: string, audio: MediaRef): Promise<Received> {
  const { now } = services;
  const { accountId, artistId, filename, title } = upload;
  const head = await readHead(upload.body);
  if (!head) return brokenOff();
  const contentType = (await fileTypeFromBuffer(head.bytes))?.mime.split(";", 1)[0];
  if (!contentType || !mayHaveSound(contentType)) {
    await head.reader.cancel();
    if (head.bytes.byteLength === 0) return refused("song_unreadable", "it is empty");
    return refused("song_unreadable", `it is ${contentType ?? "of an unknown type"}, ${noneOf("audio")}`);
  }
  const stored = await storeHashed(services, upload, audio, contentType, head);
  if (!stored) return brokenOff();
  const { sha256, bytes } = stored;

  const slug = slugOf(filename);
  // Checked before the song is measured, which takes a renderer's time.
  const known = await precheckSong(services, { artistId, sha256, slug });
  if (known?.kind === "existing") return heardAgain(services, known, title);
  if (known) return known;

  const heard = await analyze(services, id, audio);
  if ("kind" in heard) return heard;
  const { tags, ...analysis } = heard;
  const { durationSeconds, mix } = analysis;
  const lasts = `it lasts ${durationSeconds.toFixed(1)} seconds`;
  if (durationSeconds < MIN_SONG_SECONDS) {
    return refused("song_too_short", `${lasts}: at least ${MIN_SONG_SECONDS} are needed`);
  }
  if (durationSeconds > MAX_SONG_SECONDS) {
    return refused("song_too_long", `${lasts}: at most ${MAX_SONG_SECONDS} are allowed`);
  }
  const quiet = tooQuiet(analysis);
  if (quiet) return { kind: "too-quiet", ...quiet };

  const loudness = perSecond(analysis.loudness, durationSeconds);
  const names = { title: title ?? fromTag(tags?.title) ?? titleOf(filename), artist: fromTag(tags?.artist) ?? null };
  const row = {
    id,
    accountId,
    artistId,
    slug,
    ...names,
    filename,
    audio,
    bytes,
    sha256,
    durationSeconds,
    loudness,
    mix,
  };
  const added = await addSong(services, { ...row, createdAt: now() }, analysis);
  return added.kind === "existing" ? named(services, added, title) : added;
}

type KnownSong = Extract<AddedSong, { song: Song }>;

/**
 * A song that came again; `title`: as the caller calls it now. If it was stored before songs were analyzed, that is made up
 * for.
 */
async function heardAgain(services: Services, known: KnownSong, title: string | undefined): Promise<Received> {
  if (!(await readAnalysis(services, known.song))) {
    const heard = await analyze(services, known.song.id, known.song.audio);
    if (!("kind" in heard)) {
      const { tags, ...analysis } = heard;
      await addAnalysis(services, known.song, analysis);
    }
  }
  return named(services, known, title);
}

/** The song that there is, by the title that the caller gave. */
async function named(services: Services, known: KnownSong, title: string | undefined): Promise<Received> {
  if (title === undefined || title === known.song.title) return known;
  const song = await changeSong(services, known.song, { title });
  return song ? { ...known, song } : { kind: "gone" };
}

const refused = (code: SongRefusal, message: string): Received => ({ kind: "refused", code, message });

const brokenOff = () => refused("upload_incomplete", "it broke off before its announced length");

/** Whether a file of that type may have sound. The renderer decides. */
const mayHaveSound = (mime: string): boolean => /^(audio|video)\//.test(mime) || mime === "application/ogg";

interface Head {
  bytes: Uint8Array<ArrayBuffer>;
  reader: ReadableStreamDefaultReader<Uint8Array>;
}

/** Reads the first bytes, and returns them with the reader for the rest. Undefined: the upload broke off. */
async function readHead(body: ReadableStream<Uint8Array>): Promise<Head | undefined> {
  const reader = body.getReader();
  let bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  try {
    while (bytes.byteLength < HEAD_BYTES) {
      const { value } = await reader.read();
      if (!value) break;
      const longer = new Uint8Array(bytes.byteLength + value.byteLength);
      longer.set(bytes);
      longer.set(value, bytes.byteLength);
      bytes = longer;
    }
  } catch {
    return undefined;
  }
  return { bytes, reader };
}

/** Streams the file into R2 and SHA-256 at the same time. Undefined: it broke off, or was not as long as announced. */
async function storeHashed(
  services: Services,
  { accountId, bytes }: SongUpload,
  audio: MediaRef,
  contentType: string,
  { bytes: head, reader }: Head,
): Promise<{ sha256: string; bytes: number } | undefined> {
  const { readable, writable } = bytes === undefined ? new TransformStream() : new FixedLengthStream(bytes);
  const digest = new crypto.DigestStream("SHA-256");
  const sinks = [writable.getWriter(), digest.getWriter()];
  let [broken, size] = [false, head.byteLength];
  const pump = async () => {
    try {
      await Promise.all(sinks.map((sink) => sink.write(head)));
      for (;;) {
        const { value } = await reader.read();
        if (!value) break;
        size += value.byteLength;
        await Promise.all(sinks.map((sink) => sink.write(value)));
      }
      await Promise.all(sinks.map((sink) => sink.close()));
    } catch (error) {
      broken = true;
      await Promise.allSettled([...sinks.map((sink) => sink.abort(error)), reader.cancel(error)]);
    }
  };
  // When storing fails, the pump fails with it, and vice versa. Both are awaited below, so a rejected digest tells
  // nothing new.
  digest.digest.catch(() => {});
  const store = bytes === undefined ? storeOrphanedInParts : storeOrphaned;
  const [stored] = await Promise.allSettled([store(services, accountId, audio, readable, contentType), pump()]);
  if (stored.status === "fulfilled" && !broken) return { sha256: hex(await digest.digest), bytes: size };
  if (broken) return undefined;
  throw stored.status === "rejected" ? stored.reason : new Error("The song was not stored");
}

/**
 * What the song is like, as heard by the renderer, which is asked again a few times after a transient
 * error.
 */
async function analyze(services: Services, songId: string, audio: MediaRef): Promise<HeardFile | Received> {
  const { media, renderer, log } = services;
  const url = await media.readUrl(audio, ANALYSIS_URL_SECONDS);
  for (let attempt = 1; ; attempt++) {
    try {
      return await renderer.analyze({ audio: { url } });
    } catch (error) {
      if (error instanceof JobRejected && error.aboutSource !== undefined) {
        return refused("song_unreadable", `it cannot be used: ${error.aboutSource}`);
      }
      if (!(error instanceof TransientError)) {
        // Deleting the artist also deletes files that are still being uploaded.
        const { bucket, key } = media.bucket(audio);
        if ((await bucket.head(key)) === null) return { kind: "gone" };
        throw error;
      }
      log.warn("song_not_analyzed", { songId, attempt, reason: error.message });
      if (attempt === MAX_ANALYSES) return { kind: "busy" };
      const seconds = error.delaySeconds ?? ANALYZE_AGAIN_SECONDS;
      await new Promise((resolve) => setTimeout(resolve, scaledMs(services, seconds)));
    }
  }
}

/** Deletes a song with its file. False: a run of it is under way, or it is gone. */
export async function removeSong(services: Services, song: Song): Promise<boolean> {
  const { db, now } = services;
  const { removed } = await batch(db, {
    removed: db
      .delete(songs)
      .where(and(eq(songs.id, song.id), noActiveRunOf(song.accountId, "song_id", song.id)))
      .returning({ id: songs.id }),
    orphaned: after("removed", orphanFiles(db, song.accountId, [song.audio], now())),
  });
  if (removed.length === 0) return false;
  await deleteOrphaned(services, [song.audio]);
  return true;
}

/** What callers may change in a song; null: nobody in particular performs it. */
export interface SongChange {
  title?: string | undefined;
  artist?: string | null | undefined;
}

/** Changes the given fields, and gives the song as it is now. Undefined: it is gone. */
export async function changeSong({ db }: Services, song: Song, change: SongChange): Promise<Song | undefined> {
  const [changed] = await withRetry(() => db.update(songs).set(change).where(eq(songs.id, song.id)).returning());
  return changed;
}

/** The artist's song of that slug. Undefined: there is none. */
export async function findSong(
  { db }: Services,
  accountId: string,
  artistId: string,
  slug: string,
): Promise<Song | undefined> {
  const ofArtist = and(eq(songs.artistId, artistId), eq(songs.slug, slug), eq(songs.accountId, accountId));
  const [song] = await withRetry(() => db.select().from(songs).where(ofArtist));
  return song;
}

/** The songs of the artist, by slug. */
export const listSongs = ({ db }: Services, accountId: string, artistId: string): Promise<Song[]> =>
  withRetry(() =>
    db
      .select()
      .from(songs)
      .where(and(eq(songs.artistId, artistId), eq(songs.accountId, accountId)))
      .orderBy(songs.slug),
  );
