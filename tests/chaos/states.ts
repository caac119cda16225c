/** States of a deployment, which strike everybody at once and end after a while: nobody's fault, so they fail no run. */
import type { Dice } from "../../emulator/dice.ts";
import type { Fault } from "../../emulator/faults.ts";

export const STATES = ["state-no-balance", "state-key-revoked", "state-vendor-down", "state-no-renderer"] as const;
export type State = (typeof STATES)[number];

/** A state, from when to when, Unix milliseconds. */
export interface StateSpan {
  state: State;
  from: number;
  to: number;
}

const always = (status: number): Fault[] => [
  { kind: "submit-status", status, accepted: false },
  { kind: "poll-status", status },
  { kind: "result-status", status },
];
/** What fal.ai's emulator answers every call with. */
const FAL: Partial<Record<State, Fault[]>> = {
  "state-no-balance": always(403),
  "state-key-revoked": always(401),
  "state-vendor-down": always(503),
};

/**
 * How long one lasts, seconds, scaled like all times. While fal.ai is down a submit waits for its deadline, and each costs
 * a generation one of few submits, so that is short.
 */
const LASTS: Record<State, [number, number]> = {
  "state-no-balance": [60, 400],
  "state-key-revoked": [60, 400],
  "state-vendor-down": [10, 60],
  "state-no-renderer": [60, 400],
};

/** Begins and ends states by dice. */
export class States {
  readonly spans: StateSpan[] = [];
  readonly #dice: Dice;
  readonly #timeScale: number;
  #shares: Partial<Record<State, number>> = {};
  #lookedAt = Date.now();

  constructor(dice: Dice, timeScale: number) {
    this.#dice = dice;
    this.#timeScale = timeScale;
  }

  /** `shares`: of each state, the share of the time that there is one. None: those under way end now. */
  set shares(shares: Partial<Record<State, number>>) {
    this.#shares = shares;
    this.#lookedAt = Date.now();
    for (const span of this.spans) if (!shares[span.state]) span.to = Math.min(span.to, Date.now());
  }

  /** Whether any began or ended since it was asked last. */
  change(): boolean {
    const [before, now] = [this.#lookedAt, Date.now()];
    this.#lookedAt = now;
    const hasEnded = this.spans.some(({ to }) => before < to && to <= now);
    let hasBegun = false;
    for (const state of STATES) {
      const share = this.#shares[state] ?? 0;
      const [least, most] = LASTS[state].map((seconds) => seconds * 1000 * this.#timeScale) as [number, number];
      // As often as makes up the share, which is at most a half.
      const likely = ((now - before) * share) / (1 - share) / ((least + most) / 2);
      if (share === 0 || this.is(state) || this.#dice.roll() >= likely) continue;
      this.spans.push({ state, from: now, to: now + this.#dice.between(least, most) });
      hasBegun = true;
    }
    return hasBegun || hasEnded;
  }

  is(state: State): boolean {
    return this.spans.some((span) => span.state === state && Date.now() < span.to);
  }

  /** Faults of every call to fal.ai, which go before those of single ones. */
  get ofFal(): Fault[] {
    return STATES.flatMap((state) => (this.is(state) ? (FAL[state] ?? []) : []));
  }
}
