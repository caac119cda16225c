/**
 * The door for agents: the Model Context Protocol over HTTP, without sessions. Each request is served by a server of its
 * own, which keeps nothing; what a tool does is a call of the API.
 */
import {
  createMcpHandler,
  localhostAllowedHostnames,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  validateHostHeader,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import { ArgumentError, askApi, refusal, resultOf } from "./ask.ts";
import { createVideos } from "./create.ts";
import { followRuns } from "./follow.ts";
import { lookAtRun } from "./look.ts";
import type { Arguments, Means, ToolEntry, ToolFile, ToolResult } from "./tool.ts";

export interface Door extends Omit<Means, "report" | "signal"> {
  toolFile: ToolFile;
  /** Told of what nobody expected; gives the answer to it. */
  failed(error: unknown): Promise<Record<string, unknown>>;
}

const PERFORMED = { create: createVideos, follow: followRuns, look: lookAtRun };

/**
 * What is wrong with where a request comes from, or by what name: a web page may call from `publicOrigin` alone, and a
 * server on this machine has each of its names. Undefined: nothing.
 */
export function foreignOrigin(headers: Headers, publicOrigin: string): string | undefined {
  const { hostname } = new URL(publicOrigin);
  const local = localhostAllowedHostnames();
  const names = local.includes(hostname) ? local : [hostname];
  const wrong = [validateHostHeader(headers.get("host"), names), validateOriginHeader(headers.get("origin"), names)];
  const found = wrong.find(({ ok }) => !ok);
  return found && !found.ok ? found.message : undefined;
}

/** Answers one request, whose body was read and parsed as `parsedBody`. */
export async function answerAgent(request: Request, parsedBody: unknown, door: Door): Promise<Response> {
  const handler = createMcpHandler(() => serverOf(door), {
    // Nothing here changes that a stream could tell of.
    maxSubscriptions: 0,
  });
  return handler.fetch(request, { parsedBody });
}

function serverOf(door: Door): Server {
  const { instructions, tools } = door.toolFile;
  const server = new Server(
    { name: "backline", title: "Backline", version: "0.1.0" },
    { capabilities: { tools: {} }, instructions },
  );
  server.setRequestHandler("tools/list", () => ({ tools: tools.map(({ tool }) => tool) }));
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
    const entry = tools.find(({ tool }) => tool.name === params.name);
    if (!entry) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${params.name}`);
    const progressToken = mcpReq._meta?.progressToken;
    const report =
      progressToken === undefined
        ? undefined
        : (progress: number, total: number, message: string) =>
            mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total, message } });
    return perform({ ...door, report, signal: mcpReq.signal }, entry, params.arguments ?? {}, door);
  });
  return server;
}

async function perform(means: Means, entry: ToolEntry, given: Arguments, { failed }: Door): Promise<ToolResult> {
  try {
    if (entry.kind === "call") return resultOf(await askApi(means, entry.ask, given), entry.spared);
    return await PERFORMED[entry.kind](means, entry, given);
  } catch (error) {
    if (!(error instanceof ArgumentError)) return refusal(await failed(error));
    const { field, message } = error;
    const said = `The arguments are not valid. ${field}: ${message}.`;
    return refusal({ status: "error", error: said, code: "validation_failed", field: [field] });
  }
}
