/**
 * What can be made to go wrong, and where in the life of a request it strikes.
 * A fault names its model (or every one), and strikes the next `next` times, or with probability `chance`, or always.
 */
import { z } from "zod";
import type { Dice } from "./dice.ts";
import { FAILURES, type FailureName } from "./protocol/model-errors.ts";
import { RETIREMENTS } from "./protocol/retirement.ts";

// The keys of a literal object are exactly its type's keys.
const failureNames = Object.keys(FAILURES) as [FailureName, ...FailureName[]];

const aim = {
  /** A model's full id, or the name of a language model; omitted: every model. */
  model: z.string().optional(),
  /** Strikes this many times more. */
  next: z.int().min(0).optional(),
  /** Strikes with this probability, by the emulator's seeded dice. */
  chance: z.number().min(0).max(1).optional(),
};

const status = z.int().min(400).max(599);

/** What can go wrong on demand, for which model and how often. */
export const fault = z.discriminatedUnion("kind", [
  /** The submit is answered with `status`; nothing is accepted unless `accepted` (then the job runs all the same). */
  z.strictObject({ kind: z.literal("submit-status"), status, accepted: z.boolean().default(false), ...aim }),
  /** The connection is cut before the reply; the job was accepted unless `accepted` is false. */
  z.strictObject({ kind: z.literal("submit-dropped"), accepted: z.boolean().default(true), ...aim }),
  /** The reply to the submit comes late; the job is accepted (and starts) at once. */
  z.strictObject({ kind: z.literal("submit-delayed"), seconds: z.number().min(0), ...aim }),

  z.strictObject({ kind: z.literal("callback-twice"), ...aim }),
  /** The job ends, and its callback is delivered, before the submit is answered. */
  z.strictObject({ kind: z.literal("callback-early"), ...aim }),
  z.strictObject({ kind: z.literal("callback-late"), seconds: z.number().min(0), ...aim }),
  z.strictObject({ kind: z.literal("callback-never"), ...aim }),
  z.strictObject({ kind: z.literal("callback-bad-signature"), ...aim }),
  /** Correctly signed, with a timestamp an hour old. */
  z.strictObject({ kind: z.literal("callback-old-timestamp"), ...aim }),
  /** A correctly signed callback for a request that nobody made goes out before the real one. */
  z.strictObject({ kind: z.literal("callback-unknown-request"), ...aim }),

  /** Stays IN_PROGRESS until it is cancelled. */
  z.strictObject({ kind: z.literal("stuck"), ...aim }),
  /** The model fails: the request COMPLETES, and its result is this error. */
  z.strictObject({ kind: z.literal("fail"), error: z.enum(failureNames), ...aim }),
  /** fal no longer has the model, which may be a language model behind its router; `as` is how it says so. */
  z.strictObject({ kind: z.literal("retired"), as: z.enum(RETIREMENTS), ...aim }),
  /** A cancel is accepted and has no effect: the job completes and is billed. */
  z.strictObject({ kind: z.literal("cancel-ignored"), ...aim }),

  /** A poll of the status is answered with `status`. */
  z.strictObject({ kind: z.literal("poll-status"), status, ...aim }),
  /** A read of the result is answered with `status`. */
  z.strictObject({ kind: z.literal("result-status"), status, ...aim }),
  /** The result is gone (404) though the status still says COMPLETED. */
  z.strictObject({ kind: z.literal("result-expired"), ...aim }),
  /** The result has no media in it. */
  z.strictObject({ kind: z.literal("result-without-media"), ...aim }),

  /** The media's URL answers 404. */
  z.strictObject({ kind: z.literal("media-missing"), ...aim }),
  /** The media's URL answers 503 this many times, then works. */
  z.strictObject({ kind: z.literal("media-unavailable"), times: z.int().min(1).default(1), ...aim }),
  /** Half of the file, honestly announced. */
  z.strictObject({ kind: z.literal("media-truncated"), ...aim }),
  /** The whole file is announced, half of it comes, then the connection is cut. */
  z.strictObject({ kind: z.literal("media-cut-off"), ...aim }),
  /** An HTML page under the media's name and content type. */
  z.strictObject({ kind: z.literal("media-wrong-type"), ...aim }),
  /** A file of `bytes` bytes of nothing. */
  z.strictObject({ kind: z.literal("media-huge"), bytes: z.int().min(1).default(5_000_000_000), ...aim }),
]);

export type Fault = z.infer<typeof fault>;
export type FaultKind = Fault["kind"];

/** The faults that a request carries from its submit on; polls and reads are judged when they happen. */
const PER_CALL: ReadonlySet<FaultKind> = new Set(["poll-status", "result-status"]);

/** Says of each submit and each call which faults strike it. */
export class FaultPlan {
  #faults: Fault[];
  readonly #dice: Dice;

  constructor(faults: Fault[], dice: Dice) {
    this.#faults = faults.map((each) => ({ ...each }));
    this.#dice = dice;
  }

  /** The faults with what is left of their `next`. */
  get faults(): Fault[] {
    return this.#faults;
  }

  set faults(faults: Fault[]) {
    this.#faults = faults.map((each) => ({ ...each }));
  }

  /** The faults a request of the model that goes by these names carries from its submit on. Uses up `next`. */
  forSubmit(...names: string[]): Fault[] {
    return this.#faults.filter((each) => !PER_CALL.has(each.kind) && this.#strikes(each, names));
  }

  /** The status this one call is answered with instead of the truth, if any. Uses up `next`. */
  forCall(kind: "poll-status" | "result-status", model: string): Fault | undefined {
    return this.#faults.find((each) => each.kind === kind && this.#strikes(each, [model]));
  }

  #strikes(each: Fault, names: string[]): boolean {
    if (each.model !== undefined && !names.includes(each.model)) return false;
    if (each.next !== undefined) {
      if (each.next === 0) return false;
      each.next -= 1;
      return true;
    }
    return each.chance === undefined || this.#dice.roll() < each.chance;
  }
}

/** The fault of this kind among those a request carries. */
export const carried = <Kind extends FaultKind>(
  faults: readonly Fault[],
  kind: Kind,
): Extract<Fault, { kind: Kind }> | undefined =>
  // `kind` decides the member of the union.
  faults.find((each) => each.kind === kind) as Extract<Fault, { kind: Kind }> | undefined;

/** What is wrong with a file that is served. */
export type Flaw =
  | { kind: "media-missing" }
  | { kind: "media-unavailable"; times: number }
  | { kind: "media-truncated" }
  | { kind: "media-cut-off" }
  | { kind: "media-wrong-type" }
  | { kind: "media-huge"; bytes: number };

/** What is wrong with the files of a request that carries these faults, if anything. */
export function flawOf(faults: readonly Fault[]): Flaw | undefined {
  for (const each of faults) {
    switch (each.kind) {
      case "media-missing":
      case "media-truncated":
      case "media-cut-off":
      case "media-wrong-type":
        return { kind: each.kind };
      case "media-unavailable":
        return { kind: each.kind, times: each.times };
      case "media-huge":
        return { kind: each.kind, bytes: each.bytes };
      default:
    }
  }
  return undefined;
}
