/** Requests as they are, also those that fetch would not send: odd methods, headers twice, paths that do not decode. */
import { Agent, request } from "node:http";

export interface Sent {
  method: string;
  /** With the query, percent-encoded or meant not to be. */
  path: string;
  headers: [name: string, value: string][];
  body?: string | Uint8Array<ArrayBuffer> | undefined;
  /** In chunks, without a content-length. */
  unannounced?: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
/** A stream that has no end in sight is left after this long. */
const STREAM_MS = 700;
const SILENCE_MS = 60_000;

export function send(origin: string, sent: Sent): Promise<Answer> {
  const { method, path, headers, body, unannounced } = sent;
  const { hostname, port } = new URL(origin);
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return new Promise((resolve, reject) => {
    const flat = [["host", `${hostname}:${port}`], ...headers].flat();
    if (bytes && !unannounced) flat.push("content-length", String(bytes.byteLength));
    if (bytes && unannounced) flat.push("transfer-encoding", "chunked");
    const outgoing = request({ agent, hostname, port, method, path, headers: flat }, (incoming) => {
      const chunks: Buffer[] = [];
      const named = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
      const done = () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(named),
          body: Buffer.concat(chunks).toString(),
        });
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", done);
      incoming.on("error", reject);
      if (!incoming.headers["content-type"]?.startsWith("text/event-stream")) return;
      setTimeout(() => {
        done();
        outgoing.destroy();
      }, STREAM_MS).unref();
    });
    outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy(new Error(`No answer to ${method} ${path}`)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // A connection that was kept, and that the server was closing: it does where it refused a body unread.
      if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve(send(origin, sent));
      else reject(error);
    });
    outgoing.end(bytes);
  });
}
