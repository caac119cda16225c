/** Calls of the API as commands make them: an answer, or a Failure that says why there is none. */
import { type ApiError, type Backline, openBackline, type Schemas } from "../client/index.ts";
import { type Connection, findConnection } from "./connection.ts";
import { EXIT, Failure, refusal } from "./failure.ts";
import type { Output } from "./io.ts";

export interface Api extends Connection {
  client: Backline;
}

export async function openApi(output: Output): Promise<Api> {
  const connection = await findConnection(output);
  return { ...connection, client: openBackline(connection.url, connection.key) };
}

/** What openapi-fetch gives. */
interface Asked<Data> {
  data?: Data;
  error?: ApiError;
  response: Response;
}

/** What the API answered. Throws a Failure with the API's own sentence where it refuses, or none can be had. */
export async function answerOf<Data>(asked: Promise<Asked<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await reached(asked);
  if (data !== undefined && data !== null && response.ok) return data;
  throw refusal(response.status, error);
}

/** The same, for whoever wants to look at the answer. Throws a Failure where there was none. */
export async function reached<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as Error).name === "AbortError") throw interrupted();
    throw notReached(error);
  }
}

/** What came is not an answer of Backline's, or nothing came. */
function notReached(error: unknown): Failure {
  if (error instanceof SyntaxError) return new Failure(EXIT.noAnswer, "The answer was not Backline's.");
  const cause = (error as { cause?: unknown }).cause;
  const { code, message } = (cause ?? error) as { code?: string; message?: string };
  return new Failure(EXIT.noAnswer, `Backline was not reached: ${code ?? message ?? String(error)}.`);
}

export const interrupted = () => new Failure(EXIT.interrupted, "Interrupted.");

/**
 * The id of an artist that was named by it or by name. Without a name it is the account's only artist. Throws a Failure that
 * says which there are.
 */
export async function artistOf({ client }: Api, named: string | undefined): Promise<Schemas["Artist"]> {
  const { artists } = await answerOf(client.GET("/api/artists"));
  const [only] = artists;
  if (named === undefined && only && artists.length === 1) return only;
  if (artists.length === 0) {
    throw new Failure(EXIT.notFound, "The account has no artist yet: backline artists add <name>");
  }
  const [wanted] = [simple(named ?? "")];
  const found = artists.filter(({ account_id, name }) => account_id === named || simple(name) === wanted);
  if (named !== undefined && found[0] && found.length === 1) return found[0];
  const why =
    named === undefined
      ? "Say whose, with --artist:"
      : `${found.length === 0 ? "There is no artist" : "There are several artists"} called ${named}. There are:`;
  throw new Failure(
    named === undefined ? EXIT.usage : EXIT.notFound,
    [why, ...artists.map(({ account_id, name }) => `  ${account_id}  ${name}`)].join("\n"),
  );
}

/** "Tansy Okoro" and "tansy-okoro" are the same artist. */
const simple = (name: string) =>
  name
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .toLowerCase();
