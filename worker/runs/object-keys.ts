/** Where a run's files lie. One object key per attempt: a late attempt can never overwrite what a later one stored. */
import type { MediaRef } from "../domain/media.ts";

/** Everything that was stored for a generation. */
export const generationFolder = (generationId: string): MediaRef => `media:generations/${generationId}/`;

/** A file that an attempt of a generation made. */
export const generationFile = (generationId: string, attempt: number, name: string, extension: string): MediaRef =>
  `${generationFolder(generationId)}${attempt}-${name}.${extension}`;

/** Steps whose outputs alone name the files that the renderer delivered. */
export const DELIVERED = ["cut", "render"] as const;

const videoFolder = (runId: string): MediaRef => `media:videos/${runId}/`;
const clipFolder = (accountId: string, runId: string): MediaRef => `library:clips/${accountId}/${runId}/`;

/** Everything that the renderer delivered for the run's step of this name. */
export const renderFolder = (accountId: string, runId: string, step: "cut" | "render"): MediaRef =>
  step === "cut" ? clipFolder(accountId, runId) : videoFolder(runId);

/** The video that a renderer delivers under the claim with this fence: the `attempt`th that was given the job. */
export const videoFile = (runId: string, fence: number, attempt: number): MediaRef =>
  `${videoFolder(runId)}${fence}-${attempt}.mp4`;
/** Its poster. */
export const posterFile = (runId: string, fence: number, attempt: number): MediaRef =>
  `${videoFolder(runId)}${fence}-${attempt}.jpg`;
/** The clip that a cut step delivers under the claim with this fence. */
export const clipFile = (accountId: string, runId: string, fence: number): MediaRef =>
  `${clipFolder(accountId, runId)}${fence}.wav`;

/** The files of results that no message could hold. */
export const callbackFolder = (generationId: string): MediaRef => `library:callbacks/${generationId}/`;

/** Everything that may be stored for a run itself, whatever became of it: what its generations made lies elsewhere. */
export const runFolders = ({ accountId, id }: { accountId: string; id: string }): MediaRef[] => [
  videoFolder(id),
  clipFolder(accountId, id),
  archiveFolder(accountId, id),
];

/** The archives of a run. */
export const archiveFolder = (accountId: string, runId: string): MediaRef => `library:archive/${accountId}/${runId}/`;
