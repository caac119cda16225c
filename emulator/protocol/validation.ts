/** Turns what zod has to say about an input into the `detail` entries fal answers with 422. */
import type { z } from "zod";
import { detail } from "./model-errors.ts";
import type { Detail } from "./outcome.ts";

type Issue = z.core.$ZodIssue;

const NOUNS: Record<string, string> = {
  string: "valid string",
  number: "valid number",
  int: "valid integer",
  boolean: "valid boolean",
  array: "valid list",
  object: "valid dictionary",
};

const wrongType = (expected: string): { type: string; msg: string } => ({
  type: `${expected === "number" ? "float" : expected === "array" ? "list" : expected === "boolean" ? "bool" : expected}_type`,
  msg: `Input should be a ${NOUNS[expected] ?? `valid ${expected}`}`,
});

/** Of a union the branch that was meant: the object one for an object, else the first. */
const branch = (errors: Issue[][], input: unknown): Issue[] =>
  (typeof input === "object" && input !== null
    ? errors.find((issues) => issues.every((issue) => !(issue.code === "invalid_value")))
    : undefined) ??
  errors[0] ??
  [];

function fromIssue(issue: Issue, at: (string | number)[]): Detail[] {
  // Inputs are JSON, so no path holds a symbol.
  const loc = [...at, ...(issue.path as (string | number)[])];
  const input = issue.input;
  switch (issue.code) {
    case "invalid_type": {
      if (input === undefined) return [detail("missing", loc, "Field required", { input: null })];
      const { type, msg } = wrongType(issue.expected);
      return [detail(type, loc, msg, { input })];
    }
    case "invalid_value": {
      if (input === undefined) return [detail("missing", loc, "Field required", { input: null })];
      const expected = issue.values.map(String);
      const list = expected.map((value) => `'${value}'`).join(", ");
      return [detail("one_of", loc, `Input should be ${list}`, { ctx: { expected }, input })];
    }
    case "too_small":
    case "too_big": {
      const small = issue.code === "too_small";
      const bound = Number(small ? issue.minimum : issue.maximum);
      const many = issue.origin === "array" || issue.origin === "string";
      if (many) {
        const noun = issue.origin === "array" ? "items" : "characters";
        return [
          detail(
            small ? "sequence_too_short" : "sequence_too_long",
            loc,
            `Input should have at ${small ? "least" : "most"} ${bound} ${noun}`,
            { ctx: small ? { min_length: bound } : { max_length: bound }, input },
          ),
        ];
      }
      const equal = issue.inclusive !== false;
      return [
        detail(
          `${small ? "greater" : "less"}_than${equal ? "_equal" : ""}`,
          loc,
          `Input should be ${small ? "greater" : "less"} than ${equal ? "or equal to " : ""}${bound}`,
          { ctx: { [small ? (equal ? "ge" : "gt") : equal ? "le" : "lt"]: bound }, input },
        ),
      ];
    }
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        detail("extra_forbidden", [...loc, key], "Extra inputs are not permitted", {
          input: (input as Record<string, unknown> | undefined)?.[key] ?? null,
        }),
      );
    case "invalid_union":
      return branch(issue.errors as Issue[][], input).flatMap((inner) =>
        fromIssue({ ...inner, input: inner.path.length === 0 ? input : inner.input } as Issue, loc),
      );
    default:
      return [detail("value_error", loc, issue.message, { input })];
  }
}

/** Every complaint about an input, with locations that begin at the body; of a wrong type only that it is wrong. */
export function details(error: z.ZodError): Detail[] {
  const place = (issue: Issue): string => JSON.stringify(issue.path);
  const mistyped = new Set(error.issues.filter(({ code }) => code === "invalid_type").map(place));
  return error.issues
    .filter((issue) => issue.code === "invalid_type" || !mistyped.has(place(issue)))
    .flatMap((issue) => fromIssue(issue, ["body"]));
}
