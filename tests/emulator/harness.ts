/** An emulator, the real client pointed at it, a place for callbacks, and small media to send. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createFalClient, type FalClient } from "@fal-ai/client";
import { createCanvas } from "@napi-rs/canvas";
import { type FalEmulator, type FalEmulatorOptions, startFalEmulator } from "../../emulator/emulator.ts";

/** An emulator with instant media unless the test asks for others. */
export const startFal = (options: FalEmulatorOptions = {}): Promise<FalEmulator> =>
  startFalEmulator({ ...options, settings: { media: "instant", ...options.settings } });

/** The real client, its three hosts rewritten as the Worker does it. */
export function clientOf(origin: string, credentials = "test-key", fetcher = fetch): FalClient {
  const hosts: [string, string][] = [
    ["https://queue.fal.run", `${origin}/queue`],
    ["https://fal.run", `${origin}/run`],
    ["https://rest.fal.ai", `${origin}/rest`],
  ];
  return createFalClient({
    credentials,
    fetch: fetcher,
    requestMiddleware: async (request) => {
      const [host, ours] = hosts.find(([host]) => request.url.startsWith(host)) ?? ["", ""];
      return { ...request, url: request.url.replace(host, ours) };
    },
  });
}

/** Submits, polls and reads, as an untyped call: tests send wrong inputs too. */
export async function subscribe<Result>(client: FalClient, model: string, input: unknown): Promise<Result> {
  const { data } = await client.subscribe(model as never, { input: input as never, pollInterval: 40 });
  return data as Result;
}

export async function submit(client: FalClient, model: string, input: unknown, webhookUrl?: string): Promise<string> {
  const options = { input: input as never, ...(webhookUrl === undefined ? {} : { webhookUrl }) };
  return (await client.queue.submit(model as never, options)).request_id;
}

/** Polls until `done`. */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  done: (value: Value) => boolean,
): Promise<Value> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error(`Still not: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const completed = (client: FalClient, model: string, requestId: string) =>
  until(
    () => client.queue.status(model, { requestId, logs: true }),
    (status) => status.status === "COMPLETED",
  );

export interface ReceivedCallback {
  headers: IncomingHttpHeaders;
  /** The bytes as they came. */
  raw: Buffer;
  at: number;
}

/** A place for callbacks that answers with the statuses of `answers`, in order, then 200. */
export async function callbackReceiver(answers: number[] = []) {
  const received: ReceivedCallback[] = [];
  const left = [...answers];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, raw: Buffer.concat(chunks), at: Date.now() });
      const status = left.shift() ?? 200;
      response.writeHead(status, status >= 300 && status < 400 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/callback?generation=g1`,
    received,
    count: (wanted: number) =>
      until(
        () => received.length,
        (count) => count >= wanted,
      ),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A PNG of one colour, with something in the middle. */
export function png(width = 90, height = 160, colour = "#5a3d8c"): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#e8b08a";
  context.beginPath();
  context.ellipse(width / 2, height * 0.45, width * 0.22, height * 0.2, 0, 0, Math.PI * 2);
  context.fill();
  return Uint8Array.from(canvas.toBuffer("image/png"));
}

/** A WAV file: a tone that swells and fades twice a second. `pitch` makes different files. */
export function wav(seconds: number, pitch = 220): Uint8Array {
  const rate = 8000;
  const samples = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + samples * 2);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) {
    const time = at / rate;
    const swell = Math.abs(Math.sin(Math.PI * time));
    file.writeInt16LE(Math.round(20000 * swell * Math.sin(2 * Math.PI * pitch * time)), 44 + at * 2);
  }
  return Uint8Array.from(file);
}

export const upload = (client: FalClient, bytes: Uint8Array, type: string, name = "file"): Promise<string> =>
  client.storage.upload(new File([bytes as Uint8Array<ArrayBuffer>], name, { type }));
