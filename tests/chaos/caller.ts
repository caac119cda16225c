/** A caller of the API who knows that calls may fail: creates, cancels, retries and deletes runs, and watches them. */
import { createHash } from "node:crypto";
import type { Dice } from "../../emulator/dice.ts";
import type { SeedAccount } from "../../local/database.ts";
import { LYRICS_STYLES } from "../../renderer/contract/job.ts";
import type { RunBody, RunDetailBody } from "../../worker/contract/run.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { CAPTION_LENGTHS, type Duration, isActive, type RunStatus, VIDEO_SECONDS } from "../../worker/domain/run.ts";
import type { Facts, SeenWait, Sighting } from "./facts.ts";
import { Removals } from "./removals.ts";

/** Chances, per run, that its caller changes his mind. */
const CANCELS = 0.1;
const RETRIES = 0.6;
const MAX_RETRIES = 2;
/** Chances that a run is deleted: some time after it was created, and as soon as it is seen to be over. */
const DELETES = 0.15;
const DELETES_WHEN_OVER = 0.1;
/** Of those: that it is asked for twice at once, once more a little later, at the same time as a cancel; and that a retry follows. */
const AT_ONCE = 0.3;
const ONCE_MORE = 0.2;
const WITH_CANCEL = 0.2;
const THEN_RETRIED = 0.3;
/** Seconds after which what was created is canceled or deleted, at most. */
const MIND_CHANGES_IN = 8;
/** How often a create is asked for that is not answered. */
const MAX_ASKED = 8;

/** Most are short: a longer one asks fal.ai for six and twelve times as much. */
function durationOf(creates: number, lipsync: boolean): Duration {
  if (creates % 8 === 1) return 15;
  return creates % 24 === 6 && !lipsync ? 30 : VIDEO_SECONDS;
}
const LYRICS = "Night bus, take me the long way round\nso leave the porchlight on for me\nover, over, carry me over\n";

interface NamedArtist {
  id: string;
  name: string;
}

interface Reply {
  status: number;
  body: unknown;
}

export const isOver = (status: RunStatus) => !isActive(status);

export class Caller {
  readonly answered: Facts["answered"] = [];
  readonly sightings: Sighting[] = [];
  readonly publications: Facts["publications"] = [];
  readonly retries: Facts["retries"] = [];
  readonly #waits = new Map<string, SeenWait>();
  readonly removals: Removals;
  cancels = 0;
  /** Creates that were not answered with 202: their runs, if any, have no known ids. */
  refusedCreates = 0;
  #creates = 0;

  readonly #url: string;
  readonly #accounts: SeedAccount[];
  readonly #dice: Dice;
  /** Of its own, so that what is removed does not change what else is done. */
  readonly #removing: Dice;
  readonly #last = new Map<string, Sighting>();
  readonly #retried = new Map<string, number>();
  /** What the caller will do, and when. */
  #plans: { at: number; act: () => Promise<void> }[] = [];

  constructor(url: string, accounts: SeedAccount[], dice: Dice, removing: Dice) {
    this.#url = url;
    this.#accounts = accounts;
    this.#dice = dice;
    this.#removing = removing;
    this.removals = new Removals({
      call: (account, method, path) => this.#call(account, path, undefined, {}, method),
      plan: (seconds, act) => this.#plan(seconds, act),
    });
  }

  /** Gives every song lyrics, of which some are sung in some, so that they are aligned. */
  async giveLyrics(): Promise<void> {
    for (const { apiKey, artistIds } of this.#accounts) {
      const headers = { "x-api-key": apiKey };
      for (const artistId of artistIds) {
        const path = `${this.#url}/api/artists/${artistId}/songs`;
        const { songs } = (await (await fetch(path, { headers })).json()) as { songs: { slug: string }[] };
        for (const { slug } of songs) {
          const init = { method: "PUT", body: LYRICS, headers: { ...headers, "content-type": "text/plain" } };
          const response = await fetch(`${path}/${encodeURIComponent(slug)}/lyrics`, init);
          if (!response.ok) throw new Error(`${slug} took no lyrics: ${response.status} ${await response.text()}`);
        }
      }
    }
  }

  get open(): string[] {
    return this.answered
      .filter((each) => !this.#isOver(each.runId) && !this.removals.isRemoved(each))
      .map(({ runId }) => runId);
  }

  get waits(): SeenWait[] {
    return [...this.#waits.values()];
  }

  get hasPlans(): boolean {
    return this.#plans.length > 0;
  }

  #isOver(runId: string): boolean {
    const last = this.#last.get(runId);
    return last !== undefined && isOver(last.status);
  }

  /** Creates a few runs for an artist, and erases the artist some seconds later, in the middle of its batches. */
  async createToErase(account: SeedAccount, { id: artistId, name }: NamedArtist, most: number): Promise<void> {
    await this.create(most, { account, artistId });
    this.#plan(this.#removing.between(1, MIND_CHANGES_IN), async () => {
      const erased = this.removals.erase(account, artistId, name);
      // At the same time: it is admitted before, and erased with the others, or refused.
      await this.create(1, { account, artistId });
      await erased;
    });
  }

  /** Creates up to `most` runs with options drawn by dice. */
  async create(most: number, of?: { account: SeedAccount; artistId: string }): Promise<void> {
    const account = of?.account ?? this.#dice.pick(this.#accounts);
    const lipsync = this.#dice.roll() < 0.3;
    const left = account?.artistIds.filter((id) => !this.removals.isErased(id)) ?? [];
    const artistId = of?.artistId ?? this.#dice.pick(left) ?? "";
    const parameters = {
      artist_account_id: artistId,
      batch: 1 + Math.floor(this.#dice.roll() * Math.min(most, 30)),
      lipsync,
      upscale: this.#dice.roll() < 0.3,
      caption_length: this.#dice.pick(CAPTION_LENGTHS),
      duration: durationOf(this.#creates, lipsync),
      ...(this.#dice.roll() < 0.3 ? { lyrics: this.#dice.pick(LYRICS_STYLES) } : {}),
    };
    this.#creates += 1;
    const key = `create ${this.#creates}`;
    let response: Reply | undefined;
    // As a caller should who was not answered: the same again under the same key.
    for (let times = 0; times < MAX_ASKED; times++) {
      response = await this.#call(account, "/api/content/create", parameters, { "idempotency-key": key });
      if (response && response.status < 500 && response.status !== 409) break;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    if (response?.status !== 202 || !account) {
      this.refusedCreates += 1;
      return;
    }
    const { runIds } = response.body as { runIds: string[] };
    for (const runId of runIds) {
      this.answered.push({ runId, accountId: account.accountId, artistId });
      if (this.#dice.roll() < CANCELS) {
        this.#plan(this.#dice.between(0, MIND_CHANGES_IN), () => this.#cancel(account, runId));
      }
      if (this.#removing.roll() < DELETES) {
        this.#planDelete(this.#removing.between(0, MIND_CHANGES_IN), account, runId);
      }
    }
  }

  #planDelete(seconds: number, account: SeedAccount, runId: string): void {
    const remove = () => this.removals.delete(account, runId);
    this.#plan(seconds, remove);
    if (this.#removing.roll() < AT_ONCE) this.#plan(seconds, remove);
    if (this.#removing.roll() < ONCE_MORE) this.#plan(seconds + this.#removing.between(0, 3), remove);
    if (this.#removing.roll() < WITH_CANCEL) this.#plan(seconds, () => this.#cancel(account, runId));
    if (this.#removing.roll() < THEN_RETRIED) this.#plan(seconds + 1, () => this.#retry(account, runId));
  }

  /** Does what is due. */
  async act(): Promise<void> {
    const now = Date.now();
    const due = this.#plans.filter(({ at }) => at <= now);
    this.#plans = this.#plans.filter(({ at }) => at > now);
    await Promise.all(due.map(({ act }) => act()));
  }

  /** Looks at every run that was open; one look after the other, so that none overtakes another. */
  async look(): Promise<void> {
    for (const account of this.#accounts) {
      const askedAt = Date.now();
      const listed = (await this.#call(account, "/api/tasks/runs?limit=100"))?.body as { runs?: RunBody[] } | undefined;
      for (const run of listed?.runs ?? []) {
        this.removals.see(run, askedAt, true);
        await this.#see(account, run, askedAt);
      }
      const { open } = this;
      const missing = this.answered.filter(
        ({ runId, accountId }) =>
          accountId === account.accountId && open.includes(runId) && !listed?.runs?.some(({ id }) => id === runId),
      );
      if (listed?.runs) for (const { runId } of missing) await this.#lookAt(account, runId);
    }
  }

  async #lookAt(account: SeedAccount, runId: string): Promise<void> {
    const askedAt = Date.now();
    const run = await this.#read(account, runId);
    if (run) await this.#see(account, run, askedAt);
  }

  async #read(account: SeedAccount, runId: string): Promise<RunDetailBody | undefined> {
    const answer = await this.#call(account, `/api/tasks/runs?runId=${runId}`);
    // Undefined where it was an error.
    return (answer?.body as { runs?: RunDetailBody[] } | undefined)?.runs?.[0];
  }

  async #see(account: SeedAccount, { id, status, metadata }: RunBody, askedAt: number): Promise<void> {
    const { waiting } = metadata;
    if (waiting) {
      const since = Date.parse(waiting.since);
      this.#waits.set(`${id} ${since}`, { runId: id, waitsFor: waiting.for, since, seenAt: askedAt });
    }
    const before = this.#last.get(id);
    if (before?.status === status && before.progress === metadata.progress) return;
    const sighting = { runId: id, at: Date.now(), status, progress: metadata.progress };
    this.sightings.push(sighting);
    this.#last.set(id, sighting);
    if (before?.status === status) return;
    if (status === "COMPLETED") this.#plan(0, () => this.#keepPublished(account, id));
    else if (isOver(status)) {
      const times = this.#retried.get(id) ?? 0;
      if (times < MAX_RETRIES && this.#dice.roll() < RETRIES) {
        this.#retried.set(id, times + 1);
        const seconds = this.#dice.between(0, 3);
        this.#plan(seconds, () => this.#retry(account, id));
        // At the same time.
        if (this.#removing.roll() < DELETES_WHEN_OVER) this.#planDelete(seconds, account, id);
      }
    }
    // While its receiver is told of it.
    if (isOver(status) && this.#removing.roll() < DELETES_WHEN_OVER) this.#planDelete(0, account, id);
  }

  #plan(seconds: number, act: () => Promise<void>): void {
    this.#plans.push({ at: Date.now() + seconds * 1000, act });
  }

  async #cancel(account: SeedAccount, runId: string): Promise<void> {
    this.cancels += 1;
    await this.#call(account, `/api/tasks/runs/${runId}/cancel`, {});
  }

  async #retry(account: SeedAccount, runId: string): Promise<void> {
    this.retries.push({ runId, at: Date.now() });
    // Whatever is answered, it may have been done: the run counts as open until it is seen over again.
    await this.#call(account, `/api/tasks/runs/${runId}/retry`, {});
    this.#last.delete(runId);
  }

  #isRemovalAsked(runId: string): boolean {
    return this.answered.some((each) => each.runId === runId && this.removals.isAskedFor(runId, each.artistId));
  }

  async #keepPublished(account: SeedAccount, runId: string): Promise<void> {
    const url = (await this.#read(account, runId))?.output?.videoSourceUrl;
    const response = url ? await fetch(url).catch(() => undefined) : undefined;
    // What is not there any more cannot be kept.
    if ((!url || response?.status === 404) && this.#isRemovalAsked(runId)) return;
    if (!url || !response || response.status >= 500) {
      // The question failed, not the video: asked again.
      this.#plan(1, () => this.#keepPublished(account, runId));
      return;
    }
    const sha256 = createHash("sha256")
      .update(new Uint8Array(await response.arrayBuffer()))
      .digest("hex");
    const ref: MediaRef = `media:${decodeURIComponent(url.slice(url.indexOf("/videos/") + 1))}`;
    this.publications.push({ runId, ref, sha256 });
  }

  async #call(
    account: SeedAccount | undefined,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    method = body === undefined ? "GET" : "POST",
  ): Promise<Reply | undefined> {
    try {
      const response = await fetch(`${this.#url}${path}`, {
        headers: { "x-api-key": account?.apiKey ?? "", "content-type": "application/json", ...headers },
        ...{ method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
        signal: AbortSignal.timeout(20_000),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      return undefined; // Killed in the middle, or answered by something that speaks no JSON.
    }
  }
}
