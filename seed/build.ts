/** Makes the seed's files: songs, face guides and transcripts, each with a description that says it is whole. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { drawFace } from "../art/face.ts";
import { analyzeFile } from "../renderer/src/analyze.ts";
import { ACCOUNTS } from "./accounts.ts";
import type { SeedArtist } from "./artists/artist.ts";
import { readDescription, writeDescription } from "./descriptions.ts";
import { CONTENT_TYPES } from "./encode.ts";
import type { SeedFaceGuide, SeedManifest, SeedSong, Transcript } from "./manifest.ts";
import { timedWords } from "./music/lyrics.ts";
import type { Song } from "./music/song.ts";
import type { SongTask } from "./song-worker.ts";

const SOURCES = fileURLToPath(new URL(".", import.meta.url));
const FACE_SOURCES = ["face.ts", "paint.ts"].map((name) => fileURLToPath(new URL(`../art/${name}`, import.meta.url)));

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Changes with every change to what the seed is made from. */
export async function seedVersion(): Promise<string> {
  const entries = await readdir(SOURCES, { recursive: true });
  const files = [...entries.filter((name) => name.endsWith(".ts")).map((name) => join(SOURCES, name)), ...FACE_SOURCES];
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(relative(SOURCES, file)).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

const songFile = (dir: string, artist: SeedArtist, song: Song): string =>
  join(dir, "songs", artist.slug, `${song.slug}.${song.format}`);

/** Renders songs on all processors; `finished` is called as each file is there. */
async function renderSongs(tasks: SongTask[], finished: (task: SongTask) => void): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
      const worker = new Worker(new URL("./song-worker.ts", import.meta.url));
      try {
        for (let task = waiting.shift(); task; task = waiting.shift()) {
          const answer = once(worker, "message");
          worker.postMessage(task);
          // The thread answers with the task it was given; an error there rejects.
          const [done] = (await answer) as [SongTask];
          finished(done);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
}

async function describeSong(dir: string, artist: SeedArtist, song: Song): Promise<SeedSong> {
  const path = songFile(dir, artist, song);
  const bytes = await readFile(path);
  const analysis = await analyzeFile(path);
  const digest = sha256(bytes);
  const transcript: Transcript = {
    text: song.lyrics.map((line) => line.text).join(" "),
    language: song.lyrics[0]?.language ?? "en",
    words: timedWords(song.lyrics, song.meter),
  };
  await writeFile(join(dir, "transcripts", `${digest}.json`), `${JSON.stringify(transcript)}\n`);
  return {
    slug: song.slug,
    title: song.title,
    filename: `${song.slug}.${song.format}`,
    path,
    contentType: CONTENT_TYPES[song.format],
    bytes: bytes.length,
    sha256: digest,
    durationSeconds: analysis.durationSeconds,
    analysis,
  };
}

async function makeFaceGuide(dir: string, artist: SeedArtist): Promise<SeedFaceGuide> {
  const filename = `${artist.slug}.jpg`;
  const path = join(dir, "faces", filename);
  const bytes = drawFace(artist.face);
  await writeFile(path, bytes);
  return { filename, path, contentType: "image/jpeg", bytes: bytes.length, sha256: sha256(bytes) };
}

const descriptionFile = (dir: string, artist: SeedArtist, song: Song): string =>
  join(dir, "songs", artist.slug, `${song.slug}.json`);

/** All songs; or for tests, whose time composing takes, those of the first artist, of which the others have one. */
export type SeedExtent = "whole" | "small";

/** A song, and the artist whose it is. */
interface Track {
  artist: SeedArtist;
  song: Song;
}

function tracksOf(artist: SeedArtist, extent: SeedExtent): Track[] {
  const composer = extent === "whole" ? artist : (ACCOUNTS[0]?.artists[0] ?? artist);
  const songs = artist === composer ? composer.songs : composer.songs.slice(0, 1);
  return songs.map((song) => ({ artist: composer, song }));
}

/**
 * Makes what is missing of the seed in `dir`: some twenty seconds for the whole, nothing when all is there. `progress` is
 * told when composing begins, and what is finished.
 */
export async function buildSeed(
  dir: string,
  progress: (message: string) => void = () => {},
  extent: SeedExtent = "whole",
): Promise<SeedManifest> {
  const root = resolve(dir);
  const version = await seedVersion();
  const artists = ACCOUNTS.flatMap((account) => account.artists);
  for (const folder of ["faces", "transcripts", ...artists.map(({ slug }) => `songs/${slug}`)]) {
    await mkdir(join(root, folder), { recursive: true });
  }

  const described = new Map<string, Promise<SeedSong>>();
  const missing: (Track & { task: SongTask })[] = [];
  const tracks = new Map(artists.flatMap((artist) => tracksOf(artist, extent)).map((track) => [track.song, track]));
  for (const { artist, song } of tracks.values()) {
    const found = await readDescription<SeedSong>(root, descriptionFile(root, artist, song), version);
    if (found) described.set(song.slug, Promise.resolve(found));
    else missing.push({ artist, song, task: { slug: song.slug, path: songFile(root, artist, song) } });
  }
  if (missing.length > 0) progress("composing the seed songs and pictures");
  await renderSongs(
    missing.map(({ task }) => task),
    ({ slug }) => {
      const made = missing.find(({ task }) => task.slug === slug);
      if (!made) return;
      const { artist, song } = made;
      const description = describeSong(root, artist, song).then((each) =>
        writeDescription(root, descriptionFile(root, artist, song), version, each),
      );
      // A failure is reported where the description is awaited, after the other songs.
      description.catch(() => {});
      described.set(slug, description);
      progress(`  ${song.title} by ${artist.name}`);
    },
  );

  return {
    version,
    accounts: await Promise.all(
      ACCOUNTS.map(async ({ id, name, artists: members }) => ({
        id,
        name,
        artists: await Promise.all(
          members.map(async (artist) => ({
            id: artist.id,
            slug: artist.slug,
            name: artist.name,
            notes: artist.notes,
            pinned: artist.pinned,
            socials: [...artist.socials],
            faceGuide: await faceGuideOf(root, artist, version),
            songs: await Promise.all(tracksOf(artist, extent).map(({ song }) => describedSong(described, song.slug))),
          })),
        ),
      })),
    ),
  };
}

async function faceGuideOf(dir: string, artist: SeedArtist, version: string): Promise<SeedFaceGuide> {
  const file = join(dir, "faces", `${artist.slug}.json`);
  return (
    (await readDescription<SeedFaceGuide>(dir, file, version)) ??
    writeDescription(dir, file, version, await makeFaceGuide(dir, artist))
  );
}

function describedSong(described: ReadonlyMap<string, Promise<SeedSong>>, slug: string): Promise<SeedSong> {
  const song = described.get(slug);
  if (!song) throw new Error(`"${slug}" was not rendered.`);
  return song;
}
