/** Where an account's files lie in the library bucket. */
import type { MediaRef } from "../domain/media.ts";
import { newId } from "../ids.ts";

/** Everything that is stored for an artist. */
export const artistFolders = (artistId: string): MediaRef[] => [
  `library:artists/${artistId}/`,
  `library:songs/${artistId}/`,
];

export type PictureKind = "face-guide" | "image";

/** Names the content, so that the same picture is recognised, and the upload, so that no object key is used twice. */
export const pictureFile = (artistId: string, kind: PictureKind, sha256: string): MediaRef =>
  `library:artists/${artistId}/${kind}-${sha256.slice(0, 16)}-${newId("file")}`;

/** Whether `ref` names a picture of that content. */
export const hasContent = (ref: MediaRef | null, sha256: string): boolean =>
  ref !== null && new RegExp(`[-/]${sha256.slice(0, 16)}(-|$)`).test(ref);

/** A song as it was uploaded. */
export const songFile = (artistId: string, songId: string): MediaRef => `library:songs/${artistId}/${songId}`;

/** A picture that a caller gave for one batch. */
export const extraImageFile = (artistId: string): MediaRef => `library:artists/${artistId}/extra/${newId("file")}`;

/** Everything that is stored for a template of an account. */
export const templateFolder = (templateId: string): MediaRef => `library:templates/${templateId}/`;
/** The picture of one of a template's references; names content and upload, as pictureFile does. */
export const templateImageFile = (templateId: string, sha256: string): MediaRef =>
  `${templateFolder(templateId)}${sha256.slice(0, 16)}-${newId("file")}`;
