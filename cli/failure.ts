/** What a command ends with when it cannot do what it was asked to: a sentence, and an exit code that scripts can use. */
import type { ApiError } from "../client/index.ts";

/** docs/using.md has the table. */
export const EXIT = {
  done: 0,
  /** Nobody foresaw it. */
  unexpected: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** No key, or one that does not work. */
  key: 3,
  notFound: 4,
  /** The API refused the request as it is. */
  refused: 5,
  /** A limit of the account, its spending among them. */
  limit: 6,
  /** The API was not reached, or failed. */
  noAnswer: 7,
  /** It was followed, and did not complete. */
  runFailed: 8,
  /** By Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export class Failure extends Error {
  override name = "Failure";
  readonly exitCode: ExitCode;
  /** What `--json` prints: the API's own answer, where it gave one. */
  readonly body: { status: "error"; error: string; code: string } | ApiError;

  constructor(exitCode: ExitCode, sentence: string, body?: ApiError) {
    super(sentence);
    this.exitCode = exitCode;
    this.body = body ?? { status: "error", error: sentence, code: CODES[exitCode] };
  }
}

const CODES: Record<ExitCode, string> = {
  0: "done",
  1: "unexpected",
  2: "usage",
  3: "not_logged_in",
  4: "not_found",
  5: "refused",
  6: "limit",
  7: "no_answer",
  8: "run_failed",
  130: "interrupted",
};

/** The exit code for an answer of this HTTP status that is an error. */
function exitCodeFor(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.key;
  if (status === 404) return EXIT.notFound;
  if (status === 402 || status === 429) return EXIT.limit;
  return status >= 500 ? EXIT.noAnswer : EXIT.refused;
}

/** The failure that the API answered with. `error` is undefined where the answer was not the API's, such as a proxy's. */
export function refusal(status: number, error: ApiError | undefined): Failure {
  const exitCode = exitCodeFor(status);
  if (typeof error?.error !== "string") return new Failure(exitCode, `The answer was ${status}, and not Backline's.`);
  const issues = (error.issues ?? []).length > 1 ? (error.issues ?? []).map(issueLine) : [];
  const others = [
    ...issues,
    ...(error.missing ?? []).map(({ description, fix }) => `${description} ${fix}`),
    ...(error.available_templates ? [`Templates: ${error.available_templates.join(", ")}`] : []),
  ];
  return new Failure(exitCode, [error.error, ...others.map((line) => `  ${line}`)].join("\n"), error);
}

const issueLine = ({ path, message }: { path: (string | number)[]; message: string }) =>
  `${path.length > 0 ? `${path.join(".")}: ` : ""}${message}`;
