/**
 * One invocation of the Worker, with dice at every effect it has on the world. A killed one stops where it is: the
 * effect it waits for never answers, so not even its error handling runs, as when its machine is gone.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Arming, FaultLine, WorkerFault } from "../rates.ts";

const current = new AsyncLocalStorage<Invocation>();

let arming: Arming = { seed: 0, rates: {}, stallMs: 0, patienceMs: 30_000 };
let state = 0;

export function arm(to: Arming): void {
  arming = to;
  state = to.seed | 0;
}

export const patienceMs = () => arming.patienceMs;

/** A number in [0, 1) by the seeded dice (mulberry32). */
export function roll(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

export class Killed extends Error {
  override name = "Killed";
}

const never = () => new Promise<never>(() => {});

/** What an invocation works on, where it is one thing. */
export type About = Pick<FaultLine, "runId" | "generationId">;

export class Invocation {
  #dead = false;
  #die: (reason: Killed) => void = () => {};
  /** Rejects when the invocation is killed. */
  readonly died: Promise<never>;
  #stand: () => void = () => {};
  /** Resolves when the invocation stands still for the first time. */
  readonly stalled: Promise<void>;
  readonly #about: About;
  readonly #end: (() => void) | undefined;

  /**
   * `end`: ends the Durable Object whose own calls these are. It lives for long and is one for all, so it is not stood
   * still, and struck by faults of its own.
   */
  constructor(about: About = {}, end?: () => void) {
    this.#about = about;
    this.#end = end;
    this.died = new Promise((_, reject) => {
      this.#die = reject;
    });
    this.stalled = new Promise((resolve) => {
      this.#stand = resolve;
    });
    // Nobody may be listening yet, or any more.
    this.died.catch(() => {});
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Runs a handler as this invocation. Rejects with Killed when it was killed on the way. */
  run<Result>(handler: () => Promise<Result>): Promise<Result> {
    return Promise.race([current.run(this, handler), this.died]);
  }

  /** Whether `fault` strikes now; one that does is written down. */
  strikes(fault: WorkerFault, at: string): boolean {
    const rate = arming.rates[fault];
    if (rate === undefined || rate === 0 || this.#dead || roll() >= rate) return false;
    console.log(JSON.stringify({ chaos: fault, at, ...this.#about } satisfies FaultLine));
    return true;
  }

  /** An effect on the world. `refused` and `replyLost` name its own faults, and `error` what it then throws. */
  async effect<Result>(
    at: string,
    act: () => PromiseLike<Result>,
    own?: { refused: WorkerFault; replyLost?: WorkerFault; error: () => Error },
  ): Promise<Result> {
    if (this.#dead) return never();
    if (!this.#end && this.strikes("stalled", at)) {
      this.#stand();
      await new Promise((resolve) => setTimeout(resolve, arming.stallMs));
    }
    if (this.#dead) return never();
    if (this.strikes(this.#end ? "object-killed" : "killed-before", at)) return this.#kill(at);
    if (own && this.strikes(own.refused, at)) throw own.error();
    const result = await act();
    if (this.#dead) return never();
    if (this.strikes(this.#end ? "object-killed" : "killed-after", at)) return this.#kill(at);
    if (own?.replyLost && this.strikes(own.replyLost, at)) throw own.error();
    return result;
  }

  #kill(at: string): Promise<never> {
    this.#dead = true;
    this.#end?.();
    this.#die(new Killed(`killed at ${at}`));
    return never();
  }
}

const realFetch = globalThis.fetch.bind(globalThis);

/** Makes every `fetch` of an invocation one of its effects: a dead one must not go on to submit what it pays for. */
export function interceptFetch(): void {
  globalThis.fetch = (input: RequestInfo | URL, init?: RequestInit) => {
    const invocation = current.getStore();
    if (!invocation) return realFetch(input, init);
    const { hostname, port, pathname } = new URL(input instanceof Request ? input.url : String(input));
    return invocation.effect(`fetch ${hostname}:${port}/${pathname.split("/")[1]}`, () => realFetch(input, init));
  };
}
