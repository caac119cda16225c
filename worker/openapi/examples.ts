/** The examples of every operation and message, by its name in the API's description. */
import { EXAMPLE_ANSWERS, EXAMPLE_MESSAGES } from "./example-answers.ts";
import { EXAMPLE_REQUESTS } from "./example-requests.ts";

export type Requests = Record<string, { summary: string; value: unknown }>;

/** The example requests of an operation, or of a message, by its name. */
export const requestsOf = (name: string): Requests | undefined => {
  if (name in EXAMPLE_MESSAGES) return { message: { summary: name, value: (EXAMPLE_MESSAGES as Answers)[name] } };
  return (EXAMPLE_REQUESTS as Record<string, Requests>)[name];
};

type Answers = Record<string, unknown>;

/** The example answers of an operation, by status. */
export const answersOf = (name: string): Answers => (EXAMPLE_ANSWERS as Record<string, Answers>)[name] ?? {};
