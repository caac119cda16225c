/** Makes the seed's files: songs, face guides, transcripts and their manifest. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { drawFace } from "../art/face.ts";
import { analyzeFile } from "../renderer/src/analyze.ts";
import { ACCOUNTS } from "./accounts.ts";
import type { SeedArtist } from "./artists/artist.ts";
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
  const { durationSeconds, integratedLufs, loudness } = await analyzeFile(path);
  const digest = sha256(bytes);
  const transcript: Transcript = {
    text: song.lyrics.map((line) => line.text).join(" "),
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
    durationSeconds,
    integratedLufs,
    loudness,
  };
}

async function makeFaceGuide(dir: string, artist: SeedArtist): Promise<SeedFaceGuide> {
  const filename = `${artist.slug}.jpg`;
  const path = join(dir, "faces", filename);
  const bytes = drawFace(artist.face);
  await writeFile(path, bytes);
  return { filename, path, contentType: "image/jpeg", bytes: bytes.length, sha256: sha256(bytes) };
}

/** The manifest in `dir`, when it is of this version and every file that it names is there. */
async function cached(dir: string, version: string): Promise<SeedManifest | undefined> {
  try {
    // Only this module writes the file, and the version says that it had the same types.
    const manifest = JSON.parse(await readFile(join(dir, "manifest.json"), "utf8")) as SeedManifest;
    if (manifest.version !== version) return undefined;
    for (const { faceGuide, songs } of manifest.accounts.flatMap((account) => account.artists)) {
      for (const { path } of [faceGuide, ...songs]) await access(path);
      for (const song of songs) await access(join(dir, "transcripts", `${song.sha256}.json`));
    }
    return manifest;
  } catch {
    return undefined;
  }
}

/**
 * Makes the seed in `dir`, unless it is there already. Takes some twenty seconds, nothing when it is there.
 * `progress` is told what is finished.
 */
export async function buildSeed(dir: string, progress: (message: string) => void = () => {}): Promise<SeedManifest> {
  const root = resolve(dir);
  const version = await seedVersion();
  const existing = await cached(root, version);
  if (existing) return existing;

  await rm(join(root, "manifest.json"), { force: true });
  await rm(join(root, "transcripts"), { recursive: true, force: true });
  const artists = ACCOUNTS.flatMap((account) => account.artists);
  for (const folder of ["faces", "transcripts", ...artists.map(({ slug }) => `songs/${slug}`)]) {
    await mkdir(join(root, folder), { recursive: true });
  }

  const tasks = artists.flatMap((artist) =>
    artist.songs.map((song) => ({ artist, song, task: { slug: song.slug, path: songFile(root, artist, song) } })),
  );
  const described = new Map<string, Promise<SeedSong>>();
  await renderSongs(
    tasks.map(({ task }) => task),
    ({ slug }) => {
      const made = tasks.find(({ task }) => task.slug === slug);
      if (!made) return;
      const description = describeSong(root, made.artist, made.song);
      // A failure is reported where the description is awaited, after the other songs.
      description.catch(() => {});
      described.set(slug, description);
      progress(`${made.song.title} by ${made.artist.name}`);
    },
  );

  const manifest: SeedManifest = {
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
            faceGuide: await makeFaceGuide(root, artist),
            songs: await Promise.all(artist.songs.map(({ slug }) => describedSong(described, slug))),
          })),
        ),
      })),
    ),
  };
  // Renamed into place last: a manifest that exists is whole.
  const draft = join(root, "manifest.json.draft");
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, join(root, "manifest.json"));
  return manifest;
}

function describedSong(described: ReadonlyMap<string, Promise<SeedSong>>, slug: string): Promise<SeedSong> {
  const song = described.get(slug);
  if (!song) throw new Error(`"${slug}" was not rendered.`);
  return song;
}
