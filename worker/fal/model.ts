/** What a model is, and what a call to it costs. The models themselves are in models.ts. */
import type { z } from "zod";
import type { StoredMedia } from "../domain/media.ts";

/** A media file in a model's output. */
export interface MediaOutput {
  name: string;
  kind: "image" | "video";
  url: string;
}

/** The part of a call's result that its price depends on. */
export interface Result<Output> {
  output: Output;
  media: Record<string, Pick<StoredMedia, "width" | "height" | "durationSeconds">>;
}

/** One of fal.ai's models that can do what a model of ours is for. */
export interface Candidate<Input, Output> {
  /** What rows, logs and settings call it: fal.ai's endpoint, or the language model behind fal.ai's router. */
  name: string;
  /** fal.ai endpoint id. */
  endpoint: string;
  /** What the endpoint is sent for an input of ours. */
  toInput(input: Input): object;
  /** Reads the endpoint's output, and makes it one of ours. */
  output: z.ZodType<Output>;
  /** What is priced, and the price of one unit in US dollars. */
  unit: string;
  unitPrice: number;
  /** Whether fal.ai's X-Fal-Billable-Units counts in this unit, so that its figure is better than ours. */
  billedInUnits: boolean;
  /** How many units a call uses: estimated from its input before the call, and from its result, too, afterwards. */
  units(input: Input, result?: Result<Output>): number;
}

/** What steps ask, under a name of ours. Any of its candidates can answer. */
export interface Model<Input, Output> {
  /** Tried in this order: the next one when fal.ai no longer has the one before. A setting can name others. */
  candidates: readonly [Candidate<Input, Output>, ...Candidate<Input, Output>[]];
  /** Not asked any more, but named by rows. The first is the one of rows that name none. */
  former?: readonly Candidate<Input, Output>[];
  /** Fields that every input has in its row and its key, so that what was asked before they went is found again. */
  keyed?: Record<string, unknown>;
  /** The files to keep. Where `producesMedia`, an answer without any is useless. */
  media(output: Output): MediaOutput[];
  producesMedia: boolean;
  /** What is wrong with an output that is an error in the shape of an answer; undefined for an answer. */
  complaint?(output: Output): string | undefined;
  /** The most expensive result a call can have, where the price depends on more than the input. */
  largestResult?(input: Input): Result<Output>;
  /** How long a request may take, its wait in fal.ai's queue included, before it is given up. */
  deadlineSeconds: number;
  /** How long a request usually takes. A poll before this would find nothing; the callback usually comes first. */
  typicalSeconds: number;
}

/** A model and a candidate whose types are not known at compile time, as read back from a row. */
export type AnyModel = Model<unknown, unknown>;
export type AnyCandidate = Candidate<unknown, unknown>;

/** The candidate that a row names; for null, the one of rows that name none. Throws when the model has no such one. */
export function candidateNamed(model: AnyModel, name: string | null): AnyCandidate {
  const former = model.former ?? [];
  if (name === null) return former[0] ?? model.candidates[0];
  const found = [...model.candidates, ...former].find((candidate) => candidate.name === name);
  if (!found) throw new Error(`No candidate is called ${name}`);
  return found;
}

/** What a call is expected to cost, in millionths of a US dollar. */
export const expectedMicros = (candidate: AnyCandidate, input: unknown): number =>
  Math.round(candidate.units(input) * candidate.unitPrice * 1e6);

/** The most that a call can cost, whichever of `candidates` answers, in millionths of a US dollar. */
export const mostMicros = (model: AnyModel, candidates: readonly AnyCandidate[], input: unknown): number =>
  Math.max(
    ...candidates.map(({ units, unitPrice }) =>
      // The subtraction absorbs what floating point adds, such as to 8 × 0.1.
      Math.ceil(units(input, model.largestResult?.(input)) * unitPrice * 1e6 - 1e-6),
    ),
  );

/** What a call cost, in millionths of a US dollar. `billedUnits`: as reported by fal.ai, if it did. */
export function costMicros(
  candidate: AnyCandidate,
  input: unknown,
  result: Result<unknown>,
  billedUnits: number | undefined,
): number {
  const units = (candidate.billedInUnits ? billedUnits : undefined) ?? candidate.units(input, result);
  return Math.round(units * candidate.unitPrice * 1e6);
}
