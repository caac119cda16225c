/** What the account owns, as it was read last. */
import { computed, signal } from "@preact/signals";
import { answerOf, backline } from "../api/session.ts";
import type { Account, Artist, Song, Template } from "../api/types.ts";

export const artists = signal<Artist[] | null>(null);
export const templates = signal<Template[] | null>(null);
export const account = signal<Account | null>(null);
/** By artist. */
export const songs = signal<Record<string, Song[]>>({});

/** Names of artists by id, as far as they are known. */
export const artistNames = computed(() => new Map((artists.value ?? []).map((each) => [each.account_id, each.name])));

export async function loadArtists(): Promise<void> {
  artists.value = (await answerOf(backline().GET("/api/artists"))).artists;
}

/** All templates whole, with their pictures. */
export async function loadTemplates(): Promise<void> {
  const { templates: listed } = await answerOf(backline().GET("/api/content/templates"));
  templates.value = await Promise.all(listed.map(({ name }) => readTemplate(name)));
}

async function readTemplate(name: string): Promise<Template> {
  const path = { params: { path: { name } } };
  return (await answerOf(backline().GET("/api/content/templates/{name}", path))).template;
}

export async function loadAccount(): Promise<void> {
  account.value = await answerOf(backline().GET("/api/account"));
}

export async function loadSongs(artistId: string): Promise<void> {
  const path = { params: { path: { id: artistId } } };
  const answer = await answerOf(backline().GET("/api/artists/{id}/songs", path));
  songs.value = { ...songs.peek(), [artistId]: answer.songs };
}

/** Forgets everything: somebody else may sign in. */
export function forgetLibrary(): void {
  artists.value = null;
  templates.value = null;
  account.value = null;
  songs.value = {};
}

/** A template's name as people say it: "artist-caption-bedroom" is "bedroom". */
export const shortName = (template: string): string => template.replace(/^artist-caption-/, "").replaceAll("-", " ");

/** The picture of a reference of a template, or of its first one that has any. */
export function pictureOf(template: Template | undefined, referenceId?: string | null): string | undefined {
  const withPicture = template?.references.filter(({ imageUrl }) => imageUrl !== null) ?? [];
  const found = withPicture.find(({ id }) => id === referenceId) ?? withPicture[0];
  return found?.imageUrl ?? undefined;
}
