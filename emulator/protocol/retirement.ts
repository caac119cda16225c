/** The ways in which fal, or OpenRouter behind its router, says that it no longer has a model. */
import { detail } from "./model-errors.ts";
import type { Json, Outcome } from "./outcome.ts";

export const RETIREMENTS = [
  // Answers to a submit, which accept nothing.
  "application-not-found",
  "path-not-found",
  "gone",
  "deprecated",
  // Results of requests that were accepted.
  "result-path-not-found",
  "result-deprecated",
  "result-unknown-model",
  "result-no-endpoints",
  // What the router's own output says: the request completed, with nothing written.
  "output-error",
] as const;
export type Retirement = (typeof RETIREMENTS)[number];

/** The answer to a submit to `model`; undefined where the submit is accepted all the same. */
export function refusedSubmit(
  as: Retirement,
  model: string,
): { status: number; json: { [key: string]: Json } } | undefined {
  const [, alias, ...path] = model.split("/");
  switch (as) {
    case "application-not-found":
      return { status: 404, json: { detail: `Application '${alias}' not found` } };
    case "path-not-found":
      return { status: 404, json: { detail: `Path /${path.join("/")} not found` } };
    case "gone":
      return { status: 410, json: { detail: "Gone" } };
    case "deprecated":
      return { status: 422, json: { detail: `${model} has been deprecated. Please use a newer model.` } };
    default:
      return undefined;
  }
}

/** How a request that was accepted ends. `named`: the model, or the language model that the input names. */
export function endedRequest(as: Retirement, model: string, named: string): Outcome | undefined {
  switch (as) {
    case "result-path-not-found":
      return platform(404, `Path /${model.split("/").slice(2).join("/")} not found`);
    case "result-no-endpoints":
      return platform(404, `No endpoints found for ${named}.`);
    case "result-deprecated":
      return refusal(422, detail("value_error", ["body"], `The model ${named} is deprecated and no longer available.`));
    case "result-unknown-model":
      return refusal(422, detail("one_of", ["body", "model"], "Input should be one of the models that there are"));
    case "output-error": {
      const output = {
        output: "",
        reasoning: null,
        partial: false,
        error: `No endpoints found for ${named}.`,
        usage: null,
      };
      return { kind: "ok", output, billing: { units: 0, unit: "1,000 input tokens", usd: 0 } };
    }
    default:
      return undefined;
  }
}

const platform = (status: number, text: string): Outcome => ({
  kind: "request_error",
  status,
  detail: text,
  errorType: "bad_request",
});
const refusal = (status: number, entry: ReturnType<typeof detail>): Outcome => ({
  kind: "model_error",
  status,
  detail: [entry],
  retryable: false,
});

/** The language model that an input of the router names, if it is one. */
export const languageModelOf = (input: unknown): string[] =>
  typeof input === "object" && input !== null && "model" in input ? [String(input.model)] : [];
