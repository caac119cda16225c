/** What a caller has removed: runs whatever state they are in, and everything of an artist. He asks until he is answered. */
import type { SeedAccount } from "../../local/database.ts";
import type { Deletion, Erasure, Reappearance } from "./facts.ts";

/** How one that removes things speaks to the API. Undefined: there was no answer. */
export interface Api {
  call(account: SeedAccount, method: string, path: string): Promise<{ status: number; body: unknown } | undefined>;
  /** Does something later, in so many seconds. */
  plan(seconds: number, act: () => Promise<void>): void;
}

const AGAIN_SECONDS = 0.5;
/** An answered deletion is looked at so much later: whoever was asked before it has answered by then. */
const LOOK_SECONDS = 1;

export class Removals {
  readonly #api: Api;
  readonly #deletions = new Map<string, Deletion>();
  readonly #erasures = new Map<string, Erasure>();
  readonly reappearances: Reappearance[] = [];

  constructor(api: Api) {
    this.#api = api;
  }

  get deletions(): Deletion[] {
    return [...this.#deletions.values()];
  }

  get erasures(): Erasure[] {
    return [...this.#erasures.values()];
  }

  /** Whether the caller was told that the run is gone, or that all of its artist's are. */
  isRemoved({ runId, artistId }: { runId: string; artistId: string }): boolean {
    return (this.#deletions.get(runId)?.answeredAt ?? this.#erasures.get(artistId)?.completedAt ?? null) !== null;
  }

  isAskedFor(runId: string, artistId: string): boolean {
    return this.#deletions.has(runId) || this.#erasures.has(artistId);
  }

  /** Whether an artist is to be left alone: it will be gone before anything comes of what is asked for it. */
  isErased(artistId: string): boolean {
    return (this.#erasures.get(artistId)?.answeredAt ?? null) !== null;
  }

  /** Asks for it, and again until there is an answer. */
  async delete(account: SeedAccount, runId: string): Promise<void> {
    const deletion = this.#deletions.get(runId) ?? { runId, askedAt: Date.now(), answeredAt: null };
    this.#deletions.set(runId, deletion);
    const answer = await this.#api.call(account, "DELETE", `/api/tasks/runs/${runId}`);
    // 404: its artist was erased.
    if (answer?.status !== 200 && answer?.status !== 404) {
      this.#api.plan(AGAIN_SECONDS, () => this.delete(account, runId));
      return;
    }
    deletion.answeredAt ??= Date.now();
    this.#api.plan(LOOK_SECONDS, () => this.#look(account, runId));
  }

  async #look(account: SeedAccount, runId: string): Promise<void> {
    const askedAt = Date.now();
    const answer = await this.#api.call(account, "GET", `/api/tasks/runs?runId=${runId}`);
    const [run] = (answer?.body as { runs?: Shown[] } | undefined)?.runs ?? [];
    if (run) this.see(run, askedAt, false);
  }

  /** Takes note of a run that was shown again though its removal was answered before that was asked. */
  see({ id, deletedAt, output }: Shown, askedAt: number, isListed: boolean): void {
    const answeredAt = this.#deletions.get(id)?.answeredAt ?? null;
    if (answeredAt === null || answeredAt > askedAt) return;
    const note = (how: string) => this.reappearances.push({ runId: id, at: askedAt, how });
    if (isListed) note("is in a list");
    if (deletedAt === null) note("is not deleted");
    if (output) note("has an output");
  }

  /** Asks for everything of the artist to be erased, and then how far that is, until it is complete. */
  async erase(account: SeedAccount, artistId: string, name: string): Promise<void> {
    const known = this.#erasures.get(artistId);
    const erasure: Erasure = known ?? {
      ...{ artistId, name, accountId: account.accountId, askedAt: Date.now() },
      ...{ answeredAt: null, completedAt: null, remains: [] },
    };
    this.#erasures.set(artistId, erasure);
    const method = erasure.answeredAt === null ? "POST" : "GET";
    const answer = await this.#api.call(account, method, `/api/artists/${artistId}/erase`);
    if (answer && answer.status < 300) {
      const said = answer.body as { erasure: { status: string; remains: { where: string }[] } };
      erasure.answeredAt ??= Date.now();
      erasure.remains = said.erasure.remains.map(({ where }) => where);
      if (said.erasure.status === "COMPLETED") {
        erasure.completedAt ??= Date.now();
        return;
      }
    }
    this.#api.plan(AGAIN_SECONDS, () => this.erase(account, artistId, name));
  }
}

interface Shown {
  id: string;
  deletedAt: string | null;
  output?: unknown;
}
