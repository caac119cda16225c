/** Keeps so many connections open to a server, and no more, over which requests take turns. */
import { Agent, request } from "node:http";

export interface Answer {
  status: number;
  body: Buffer;
  /** From the first byte sent to the last one received, with the wait for a free connection. */
  ms: number;
}

export interface Question {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface Connections {
  /** Throws when the answer is no good one. */
  ask(question: Question): Promise<Answer>;
  close(): void;
}

export function openConnections(origin: string, count: number): Connections {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  return {
    ask: ({ method = "GET", path, headers, body }) =>
      new Promise((resolve, reject) => {
        const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const begun = performance.now();
        const outgoing = request(
          `${origin}${path}`,
          {
            ...{ agent, method },
            headers: {
              ...headers,
              ...(sent ? { "content-type": "application/json", "content-length": sent.byteLength } : {}),
            },
          },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("error", reject);
            incoming.on("end", () => {
              const answer = {
                ...{ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks) },
                ms: performance.now() - begun,
              };
              if (answer.status < 400) resolve(answer);
              else reject(new Error(`${method} ${path} was answered ${answer.status}: ${answer.body}`));
            });
          },
        );
        outgoing.on("error", reject);
        outgoing.end(sent);
      }),
    close: () => agent.destroy(),
  };
}
