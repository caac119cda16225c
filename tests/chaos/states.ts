/** States of a deployment, which strike everybody at once and end after a while: nobody's fault, so they fail no run. */
import type { Dice } from "../../emulator/dice.ts";
import type { SettingsInput } from "../../emulator/settings.ts";

export const STATES = ["state-no-balance", "state-key-revoked", "state-vendor-down", "state-no-renderer"] as const;
export type State = (typeof STATES)[number];

/** A state, from when to when, Unix milliseconds. */
export interface StateSpan {
  state: State;
  from: number;
  to: number;
}

/** How long one lasts, seconds, scaled like all times. */
const LASTS: [number, number] = [60, 400];

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
    const [least, most] = LASTS.map((seconds) => seconds * 1000 * this.#timeScale) as [number, number];
    for (const state of STATES) {
      const share = this.#shares[state] ?? 0;
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

  /** Of fal.ai's emulator: what all calls meet. */
  get ofFal(): SettingsInput {
    return {
      // Another key than the Worker's.
      key: this.is("state-key-revoked") ? "the key after it" : null,
      account: this.is("state-no-balance") ? "no-balance" : "ok",
      down: this.is("state-vendor-down") ? 503 : null,
    };
  }
}
