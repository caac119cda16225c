/** docs/n8n.json, performed as n8n would: its nodes are read, and what they say is done against the running system. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { callerOrigin, calm, own, url } from "../support/client.ts";

beforeAll(calm);

interface Condition {
  leftValue: string;
  rightValue: string;
  operator: { operation: string };
}
interface Node {
  name: string;
  type: string;
  parameters: {
    assignments?: { assignments: { name: string; value: unknown }[] };
    method?: string;
    url?: string;
    headerParameters?: { parameters: { name: string; value: string }[] };
    authentication?: string;
    jsonBody?: string;
    fieldToSplitOut?: string;
    conditions?: { conditions: Condition[] };
    options?: { response?: { response: { responseFormat: string } } };
  };
}
interface Workflow {
  nodes: Node[];
  connections: Record<string, { main: { node: string }[][] }>;
}

type Json = Record<string, unknown>;

const workflow: Workflow = JSON.parse(readFileSync(join(ROOT, "docs", "n8n.json"), "utf8"));
const { apiKey, artistId } = own.agents;

/** What expressions of the nodes speak of. */
interface Scope {
  $json: Json;
  $: (node: string) => { item: { json: Json } };
  $execution: { id: string; resumeUrl: string };
}

/** The value of a parameter: text, or with "=" before it, text with expressions in double braces. */
function written(parameter: string, scope: Scope): string {
  if (!parameter.startsWith("=")) return parameter;
  return parameter.slice(1).replace(/\{\{(.*?)\}\}(?!\})/gs, (_, expression: string) => {
    const compute = new Function(...Object.keys(scope), `return (${expression});`);
    return String(compute(...Object.values(scope)));
  });
}

const WAITING = "/webhook-waiting/231";

/** Messages that came to where the workflow waits, in their order. Other tests' messages may still come elsewhere. */
async function listen() {
  const came: Json[] = [];
  let wake = () => {};
  const server = createServer(async (request, response) => {
    const message = (await json(request)) as Json;
    response.end();
    if (request.url === WAITING) came.push(message);
    wake();
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(callerOrigin).port), resolve));
  onTestFinished(() => void server.close());
  return async () => {
    while (came.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return came.shift() as Json;
  };
}

test("the recipe for n8n makes a batch, waits until it is told, and downloads every video", async () => {
  const next = await listen();
  const done = new Map<string, Json>();
  const path: string[] = [];
  const videos: ArrayBuffer[] = [];

  /** What a node makes of an item: items, for its first or second output. */
  const perform = async ({ name, type, parameters }: Node, $json: Json): Promise<{ output: number; items: Json[] }> => {
    const scope: Scope = {
      $json,
      $: (node) => ({ item: { json: done.get(node) ?? {} } }),
      $execution: { id: "231", resumeUrl: `${callerOrigin}${WAITING}` },
    };
    const text = (parameter = "") => written(parameter, scope);
    switch (type.replace("n8n-nodes-base.", "")) {
      case "manualTrigger":
        return { output: 0, items: [{}] };
      case "set": {
        const set = (parameters.assignments?.assignments ?? []).map((each) => [each.name, each.value]);
        const mine = { server: url, artist_account_id: artistId, template: "album-record-store" };
        expect(Object.fromEntries(set)).toMatchObject({ server: expect.any(String), batch: 2 });
        return { output: 0, items: [{ ...Object.fromEntries(set), ...mine }] };
      }
      case "httpRequest": {
        const given = (parameters.headerParameters?.parameters ?? []).map((each) => [each.name, text(each.value)]);
        const response = await fetch(text(parameters.url), {
          method: parameters.method ?? "GET",
          headers: {
            ...Object.fromEntries(given),
            ...(parameters.authentication === "genericCredentialType" ? { "x-api-key": apiKey } : {}),
            ...(parameters.jsonBody === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(parameters.jsonBody === undefined ? {} : { body: text(parameters.jsonBody) }),
        });
        expect(response.ok, `${name}: ${response.status}`).toBe(true);
        if (parameters.options?.response?.response.responseFormat === "file") {
          expect(response.headers.get("content-type")).toBe("video/mp4");
          videos.push(await response.arrayBuffer());
          return { output: 0, items: [{}] };
        }
        return { output: 0, items: [(await response.json()) as Json] };
      }
      case "wait":
        return { output: 0, items: [{ body: await next() }] };
      case "if": {
        const holds = (parameters.conditions?.conditions ?? []).every(({ leftValue, rightValue, operator }) => {
          expect(operator.operation).toBe("equals");
          return text(leftValue) === text(rightValue);
        });
        return { output: holds ? 0 : 1, items: [$json] };
      }
      case "splitOut":
        return { output: 0, items: $json[parameters.fieldToSplitOut ?? ""] as Json[] };
      default:
        throw new Error(`The recipe has a node of the type ${type}`);
    }
  };
  const nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
  const run = async (name: string, $json: Json): Promise<void> => {
    const node = nodes.get(name);
    if (!node) throw new Error(`There is no node ${name}`);
    path.push(name);
    const { output, items } = await perform(node, $json);
    for (const item of items) {
      done.set(name, item);
      for (const following of workflow.connections[name]?.main[output] ?? []) await run(following.node, item);
    }
  };
  await run("Start", {});

  expect(new Set(path)).toEqual(new Set(nodes.keys()));
  expect(videos).toHaveLength(2);
  for (const video of videos) expect(Buffer.from(video).subarray(4, 8).toString()).toBe("ftyp");
});
