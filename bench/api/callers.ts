/** Whose key the calls are made with: an account serves until it has as many runs under way as accounts usually may. */
import type { OwnAccount } from "../../tests/support/own-accounts.ts";
import type { Connections, Question } from "../connections.ts";

/** As many runs as a list shows, before an account serves. */
export const LISTED = 100;
const MAX_BATCH = 30;
const RUNS_PER_ACCOUNT = 1000;

/** One round over many connections may make more than that, but no two. */
export const LIMITS = { maxActiveRuns: 10 * RUNS_PER_ACCOUNT };

/** How many accounts it takes for so many rounds, where one and the same makes all the runs of a round. */
export const accountsFor = (rounds: number, runsPerRound: number): number =>
  Math.ceil(rounds / Math.max(1, Math.floor((RUNS_PER_ACCOUNT - LISTED) / runsPerRound)));

export class Callers {
  readonly #accounts: OwnAccount[];
  readonly #connections: Connections;
  #account: OwnAccount | undefined;
  #runs = 0;
  #runId = "";

  constructor(accounts: OwnAccount[], connections: Connections) {
    this.#accounts = accounts;
    this.#connections = connections;
  }

  /** Makes room for so many more runs. Throws when no account is left. */
  async prepare(runs: number): Promise<void> {
    if (this.#account && this.#runs + runs <= RUNS_PER_ACCOUNT) return;
    this.#account = this.#accounts.shift();
    if (!this.#account) throw new Error("There are too few accounts");
    this.#runs = 0;
    // The isolate knows the key afterwards, as it does of a caller who has called before.
    while (this.#runs < LISTED) {
      const { body } = await this.#connections.ask(this.create(Math.min(MAX_BATCH, LISTED - this.#runs)));
      this.#runId = (JSON.parse(body.toString()) as { runIds: string[] }).runIds[0] ?? "";
    }
  }

  create(batch: number): Question {
    this.#runs += batch;
    const body = { artist_account_id: this.#account?.artistId, batch };
    return { method: "POST", path: "/api/content/create", headers: this.#headers, body };
  }

  read(): Question {
    return { path: `/api/tasks/runs/${this.#runId}`, headers: this.#headers };
  }

  list(): Question {
    return { path: `/api/tasks/runs?limit=${LISTED}`, headers: this.#headers };
  }

  get #headers() {
    return { "x-api-key": this.#account?.apiKey ?? "" };
  }
}
