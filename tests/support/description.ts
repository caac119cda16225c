/** Holds every answer that a test gets to the API's description. */
import openapi from "../../openapi.json" with { type: "json" };

interface Answer {
  content?: { "application/json"?: { schema: { allOf?: [unknown, { properties: { code: { enum: string[] } } }] } } };
}
type Paths = Record<string, Record<string, { responses: Record<string, Answer> }>>;

const paths = Object.entries(openapi.paths as unknown as Paths)
  // What is spelled out comes before what has parameters.
  .sort(([one], [other]) => (one.replaceAll("{", "~") < other.replaceAll("{", "~") ? -1 : 1))
  .map(([path, methods]) => ({ methods, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) }));

/** Throws when the operation's description has no such status, or no such error code. */
export async function holdToDescription(method: string, path: string, response: Response): Promise<void> {
  // As it was asked for in the end: dots in a path are resolved before it is sent.
  const asked = new URL(response.url || path, "http://localhost").pathname;
  const operation = paths.find(({ pattern }) => pattern.test(asked))?.methods[method.toLowerCase()];
  if (!operation) return;
  const answer = operation.responses[response.status];
  if (!answer) throw new Error(`${method} ${path} is not described to answer ${response.status}`);
  const codes = answer.content?.["application/json"]?.schema.allOf?.[1].properties.code.enum;
  if (response.status < 400 || !codes) return;
  const { code } = (await response.clone().json()) as { code: string };
  if (!codes.includes(code)) throw new Error(`${method} ${path} is not described to answer ${response.status} ${code}`);
}
