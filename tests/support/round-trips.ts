/**
 * Counts round trips one after another, on a clock of its own: whatever is asked of a binding is answered one tick later,
 * and a tick passes when nothing is left to do but to wait. How long anything takes does not matter.
 */
import { vi } from "vitest";

/** Turns of the event loop in which nothing new is asked, before a tick passes. */
const IDLE_TURNS = 20;

export class RoundTrips {
  /** At work outside this thread, on what takes no tick. */
  #busy = 0;
  #asked = 0;
  #waiting: { what: string; answer: () => void }[] = [];

  constructor() {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, "digest").mockImplementation((...given) => this.#whileBusy(() => digest(...given)));
  }

  async #whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /** Does the work, and gives what it came to a tick later. */
  async ask<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    this.#asked += 1;
    const result = await this.#whileBusy(work);
    await new Promise<void>((answer) => this.#waiting.push({ what, answer }));
    return result;
  }

  /** What `work` gives, and what was asked for in each tick that it waited for. */
  async count<Result>(work: () => Promise<Result>): Promise<{ result: Result; ticks: string[][] }> {
    const ticks: string[][] = [];
    let isDone = false;
    const result = work().finally(() => {
      isDone = true;
    });
    // What it throws is thrown below.
    result.catch(() => {});
    for (;;) {
      await this.#idle();
      if (isDone) return { result: await result, ticks };
      const answered = this.#waiting.splice(0);
      if (answered.length === 0) {
        // It waits for something else than a binding, such as a timer.
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      ticks.push(answered.map(({ what }) => what).sort());
      for (const { answer } of answered) answer();
    }
  }

  async #idle(): Promise<void> {
    for (let turns = 0, asked = this.#asked; turns < IDLE_TURNS; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy === 0 && asked === this.#asked) continue;
      asked = this.#asked;
      turns = -1;
    }
  }

  /** A D1 on this clock, its sessions as well. */
  d1(d1: D1Database): D1Database {
    const onClock = (what: string, target: object): object =>
      new Proxy(target, {
        get: (of, name) => {
          const value: unknown = Reflect.get(of, name, of);
          if (typeof value !== "function") return value;
          const call = value.bind(of);
          if (["batch", "all", "run", "raw", "first"].includes(String(name))) {
            return (...given: unknown[]) => this.ask(what, () => call(...given));
          }
          if (["prepare", "bind", "withSession"].includes(String(name))) {
            return (...given: unknown[]) => onClock(what, call(...given));
          }
          return call;
        },
      });
    return onClock("database", d1) as D1Database;
  }
}
