/** A thread that renders songs, one per message. */
import { parentPort } from "node:worker_threads";
import { ACCOUNTS } from "./accounts.ts";
import { encode } from "./encode.ts";
import { perform } from "./music/song.ts";

/** What a thread is asked for; it answers with the same once the file is there. */
export interface SongTask {
  slug: string;
  path: string;
}

const songs = ACCOUNTS.flatMap((account) => account.artists).flatMap((artist) => artist.songs);

parentPort?.on("message", (task: SongTask) => {
  const song = songs.find(({ slug }) => slug === task.slug);
  if (!song) throw new Error(`There is no song "${task.slug}".`);
  encode(perform(song), song.format, task.path);
  parentPort?.postMessage(task);
});
