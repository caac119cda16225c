/** What is about to be made: the form's choices, what they cost, and the call that they become. */
import { computed, effect, signal } from "@preact/signals";
import { CAPTION_LENGTHS, DURATIONS } from "../../client/index.ts";
import { answerOf, apiKey, backline, CallError, sentenceOf } from "../api/session.ts";
import type { CreateContent, Moment, Run } from "../api/types.ts";
import { artists, loadAccount, templates } from "./library.ts";
import { showCreated } from "./runs.ts";

export type CaptionLength = NonNullable<CreateContent["caption_length"]>;
export type Duration = NonNullable<CreateContent["duration"]>;
export type LyricsStyle = NonNullable<CreateContent["lyrics"]>;

/** From none to long. */
export const CAPTIONS: readonly CaptionLength[] = ["none", ...CAPTION_LENGTHS.filter((length) => length !== "none")];
/** Of the API. */
export const MAX_BATCH = 30;
export const MAX_LIPSYNC_SECONDS = 15;

export interface Draft {
  artist: string;
  template: string;
  batch: number;
  duration: Duration;
  /** null: as the template has it. */
  lipsync: boolean | null;
  upscale: boolean;
  caption: CaptionLength;
  lyrics: LyricsStyle;
  /** Slugs; none: all of the artist's. */
  songs: readonly string[];
  /** Exactly these seconds, which `about` says in words. */
  clip: { song: string; start: number; about: string } | null;
  /** As they are typed: separated by commas. */
  tags: string;
}

export const EMPTY: Draft = {
  ...{ artist: "", template: "", batch: 3, duration: 8, lipsync: null, upscale: false },
  ...{ caption: "short", lyrics: "off", songs: [], clip: null, tags: "" },
};

export const draft = signal<Draft>(EMPTY);
export const change = (part: Partial<Draft>): void => {
  draft.value = { ...draft.peek(), ...part };
};

/** Whether the lips are to move: as chosen, or as the template has it, where the length allows it. */
export const movesLips = ({ lipsync, duration }: Draft, templateDefault: boolean): boolean =>
  duration <= MAX_LIPSYNC_SECONDS && (lipsync ?? templateDefault);

export const tagsOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];

/** The create call that a draft stands for. */
export function bodyOf(draft: Draft, templateDefault: boolean): CreateContent {
  const { artist, template, batch, duration, upscale, caption, lyrics, songs, clip, tags } = draft;
  const named = tagsOf(tags);
  return {
    ...{ artist_account_id: artist, template, batch, duration, upscale, caption_length: caption },
    lipsync: movesLips(draft, templateDefault),
    ...(lyrics === "off" ? {} : { lyrics }),
    ...(clip === null ? {} : { clip: { song: clip.song, start_seconds: clip.start } }),
    ...(clip === null && songs.length > 0 ? { songs: [...songs] } : {}),
    ...(named.length === 0 ? {} : { tags: named }),
  };
}

/** A draft of more videos like this one: the same artist, scene and options, and another draw of the rest. */
export function draftLike({ payload, output }: Pick<Run, "payload" | "output">): Draft {
  // What create was told, which the API shows as it was told.
  const given = payload as Partial<CreateContent>;
  const songs = given.clip ? [given.clip.song] : (given.songs ?? []);
  return {
    ...EMPTY,
    artist: given.artist_account_id ?? "",
    template: given.template ?? output?.template ?? "",
    duration: given.duration ?? EMPTY.duration,
    lipsync: given.lipsync ?? null,
    upscale: given.upscale ?? false,
    caption: given.caption_length ?? EMPTY.caption,
    lyrics: given.lyrics ?? "off",
    songs,
    tags: (given.tags ?? []).join(", "),
  };
}

/** Every run of the batch begins at this moment of the song. */
export function useMoment(artist: string, song: { slug: string; title: string }, start: number, moment?: Moment): void {
  const lengths = moment?.lengths ?? [];
  const { duration } = draft.peek();
  const fits = lengths.length === 0 || lengths.includes(duration);
  change({
    artist,
    songs: [],
    clip: { song: song.slug, start, about: song.title },
    ...(fits ? {} : { duration: DURATIONS.find((each) => lengths.includes(each)) ?? duration }),
  });
}

const chosenTemplate = computed(() => templates.value?.find(({ name }) => name === draft.value.template));
/** Whether the chosen template moves lips where nobody says. */
export const templateDefault = computed(() => chosenTemplate.value?.defaultLipsync ?? false);

/** The first artist and template, until others are chosen, or when those that were are gone. */
export function fillIn(): void {
  const { artist, template } = draft.peek();
  const [ids, names] = [artists.value?.map(({ account_id }) => account_id), templates.value?.map(({ name }) => name)];
  if (ids && !ids.includes(artist)) change({ artist: ids[0] ?? "", songs: [], clip: null });
  if (names && !names.includes(template)) change({ template: names[0] ?? "", lipsync: null });
}

export interface Price {
  /** Cents. */
  perVideo: number;
  total: number;
}
/** null: not known yet. */
export const price = signal<Price | null>(null);
export const priceError = signal("");

const priced = computed(() => {
  const { batch, duration, upscale, caption, lyrics } = draft.value;
  return JSON.stringify({
    ...{ batch, duration: String(duration), upscale: String(upscale), caption_length: caption, lyrics },
    lipsync: String(movesLips(draft.value, templateDefault.value)),
  });
});

/** Asks for the price whenever it may have changed. Returns what ends it. */
export function keepPrice(): () => void {
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return effect(() => {
    const query = JSON.parse(priced.value);
    if (apiKey.value === null) return;
    const turn = ++asked;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const answer = await answerOf(backline().GET("/api/content/estimate", { params: { query } }));
        if (turn !== asked) return;
        price.value = { perVideo: answer.per_video * 100, total: answer.total * 100 };
        priceError.value = "";
      } catch (error) {
        if (turn === asked) priceError.value = sentenceOf(error);
      }
    }, 80);
  });
}

export const isMaking = signal(false);
/** What the server said against the last call, by field where it named one. */
export const makeError = signal<{ message: string; missing: readonly { fix: string; file: string }[] } | null>(null);

/** One per set of choices, so that a call that is repeated makes one batch. */
let attempt: { body: string; key: string } | undefined;

/** Makes the videos. Whether they are under way. */
export async function make(): Promise<boolean> {
  if (isMaking.peek()) return false;
  const body = bodyOf(draft.peek(), templateDefault.peek());
  const written = JSON.stringify(body);
  if (attempt?.body !== written) attempt = { body: written, key: crypto.randomUUID() };
  isMaking.value = true;
  makeError.value = null;
  try {
    const header = { "idempotency-key": attempt.key };
    const created = await answerOf(backline().POST("/api/content/create", { params: { header }, body }));
    attempt = undefined;
    await showCreated(created.runIds);
    loadAccount().catch(() => undefined);
    return true;
  } catch (error) {
    // An answer settles it; without one the same key asks again.
    if (error instanceof CallError && error.status !== 0) attempt = undefined;
    const missing = error instanceof CallError ? (error.details?.missing ?? []) : [];
    makeError.value = { message: sentenceOf(error), missing };
    return false;
  } finally {
    isMaking.value = false;
  }
}
