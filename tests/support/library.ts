/** An account that began with nothing, what its caller uploads, and what then lies in the library bucket. */
import { AwsClient } from "aws4fetch";
import { artistShape, songShape } from "../contract/shapes.ts";
import { call, extra, url } from "./client.ts";
import { picture, song } from "./files.ts";

const [newcomer, other] = extra.newcomers;

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

/** A call with the newcomer's key. */
export const ask = (path: string, init: Init = {}): Promise<Response> =>
  call(path, { ...init, headers: { "x-api-key": newcomer, ...init.headers } });
/** The same with a key of another account. */
export const askAsOther = (path: string, init: Init = {}): Promise<Response> =>
  ask(path, { ...init, headers: { ...init.headers, "x-api-key": other } });

export const send = (method: string, path: string, body: unknown, asker = ask): Promise<Response> =>
  asker(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });

export const upload = (
  path: string,
  body: NonNullable<RequestInit["body"]>,
  headers: Record<string, string> = {},
): Promise<Response> => ask(path, { method: "PUT", body, headers });

/** The answer, where it is what was expected. */
export async function answer(response: Response, status: number): Promise<unknown> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`Expected ${status}, got ${response.status}: ${text}`);
  return JSON.parse(text);
}

let count = 0;

export async function newArtist(fields: Record<string, unknown> = {}) {
  const response = await send("POST", "/api/artists", { name: `Artist ${process.pid} ${++count}`, ...fields });
  return artistShape.parse(await answer(response, 201)).artist;
}

export async function newSong(artistId: string, filename: string, bytes = song()) {
  const response = await upload(`/api/artists/${artistId}/songs/${encodeURIComponent(filename)}`, bytes);
  return songShape.parse(await answer(response, 201)).song;
}

/** An artist that videos can be made of. */
export async function readyArtist(fields: Record<string, unknown> = {}) {
  const artist = await newArtist(fields);
  await answer(await upload(`/api/artists/${artist.account_id}/face-guide`, picture()), 200);
  await newSong(artist.account_id, "first-song.mp3");
  return artist;
}

const s3 = new AwsClient({
  accessKeyId: "local-access-key",
  secretAccessKey: "local-secret-key",
  service: "s3",
  region: "auto",
});

/** The keys in the library bucket that begin with `prefix`. */
export async function libraryKeys(prefix: string): Promise<string[]> {
  const query = new URLSearchParams({ "list-type": "2", prefix });
  const response = await s3.fetch(`${url}/cdn-cgi/local/r2/s3/backline-library?${query}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return [...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key);
}

/** Everything that is stored for an artist. */
export const artistKeys = async (artistId: string): Promise<string[]> =>
  (await Promise.all([`artists/${artistId}/`, `songs/${artistId}/`].map(libraryKeys))).flat();

interface Seen {
  status: string;
  payload: Record<string, unknown>;
  output: {
    captionText: string;
    audio: { songFilename: string };
    template: string;
    videoSourceUrl: string;
    warnings: string[];
  } | null;
  error: { code: string; message: string } | null;
  metadata: { steps: { name: string; costInCents: number }[] };
}

/** Starts runs, and gives their ids. */
export async function createRuns(parameters: Record<string, unknown>): Promise<string[]> {
  const response = await send("POST", "/api/content/create", parameters);
  return ((await answer(response, 202)) as { runIds: string[] }).runIds;
}

export async function seeRun(runId: string): Promise<Seen> {
  const { runs } = (await answer(await ask(`/api/tasks/runs?runId=${runId}`), 200)) as { runs: Seen[] };
  const [run] = runs;
  if (!run) throw new Error(`No run ${runId}`);
  return run;
}

/** Waits until the runs are over. */
export async function seeEnd(runIds: string[], seconds = 120): Promise<Seen[]> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    const runs = await Promise.all(runIds.map(seeRun));
    if (runs.every(({ status }) => ["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"].includes(status))) return runs;
    if (Date.now() > giveUpAt) throw new Error(`Still open: ${JSON.stringify(runs)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

export { templateDefinition } from "./definitions.ts";
