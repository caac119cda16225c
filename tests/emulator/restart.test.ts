import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { callbackReceiver, clientOf, completed, png, startFal, submit, subscribe, until, upload } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

const LLM = "openrouter/router";
const ask = { model: "m", prompt: "Say something." };

let state: string;
let running: FalEmulator[] = [];

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "fal-state-"));
});
afterEach(async () => {
  await Promise.all(running.map((fal) => fal.close()));
  running = [];
  rmSync(state, { recursive: true });
});

async function start(options: Parameters<typeof startFal>[0] = {}) {
  const fal = await startFal({ state, ...options });
  running.push(fal);
  return { fal, client: clientOf(fal.origin) };
}

describe("after a restart on the same state", () => {
  it("finished requests can still be read, and their files and uploads too", async () => {
    const first = await start();
    const uploaded = new URL(await upload(first.client, png(), "image/png", "face.png")).pathname;
    const model = "fal-ai/nano-banana-2";
    const requestId = await submit(first.client, model, { prompt: "a street at night" });
    await completed(first.client, model, requestId);
    const before = await first.client.queue.result(model, { requestId });
    await first.fal.close();

    const { fal, client } = await start();
    const { data } = await client.queue.result(model, { requestId });
    const { url } = data.images[0] as { url: string };
    // The port is another one; the file is the same.
    expect(url.startsWith(fal.origin)).toBe(true);
    expect(new URL(url).pathname).toBe(new URL(before.data.images[0]?.url ?? "").pathname);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(fal.origin + uploaded)).status).toBe(200);
    expect(fal.ledger()).toMatchObject([{ model, requestId, outcome: "ok", answer: 200 }]);
  });

  it("unfinished requests are made again and call back", async () => {
    const receiver = await callbackReceiver();
    const first = await start({ settings: { latency: { seconds: { [LLM]: 60 } } } });
    const requestId = await submit(first.client, LLM, ask, receiver.url);
    await first.fal.close();
    expect(receiver.received).toEqual([]);

    const { client } = await start();
    await completed(client, LLM, requestId);
    await receiver.count(1);
    receiver.close();
  });

  it("callbacks that nobody acknowledged are delivered; those that were are not", async () => {
    const receiver = await callbackReceiver([200, 500]);
    const first = await start({ settings: { callbacks: { firstDelaySeconds: 60 } } });
    await submit(first.client, LLM, ask, receiver.url);
    await receiver.count(1);
    await submit(first.client, LLM, { ...ask, prompt: "Say more." }, receiver.url);
    await receiver.count(2);
    await until(
      () => first.fal.ledger()[1]?.callbacks.length,
      (count) => count === 1,
    );
    await first.fal.close();

    await start();
    await receiver.count(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(receiver.received).toHaveLength(3);
    expect(receiver.received[2]?.raw).toEqual(receiver.received[1]?.raw);
    receiver.close();
  });

  it("signatures are made with the same key", async () => {
    const keys = async (fal: FalEmulator) => (await fetch(`${fal.origin}/rest/.well-known/jwks.json`)).text();
    const first = await start();
    const before = await keys(first.fal);
    await first.fal.close();
    expect(await keys((await start()).fal)).toBe(before);
  });

  it("a line that a crash cut off is forgotten, the rest is kept", async () => {
    const first = await start();
    await subscribe(first.client, LLM, ask);
    await first.fal.close();
    appendFileSync(join(state, "requests.jsonl"), '{"entry":"accepted","requ');
    const second = await start();
    await subscribe(second.client, LLM, ask);
    await second.fal.close();
    expect((await start()).fal.ledger().map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  });
});

it("without a state of its own an emulator leaves nothing behind", async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("backline-fal-")).length;
  const before = left();
  const fal = await startFal();
  await subscribe(clientOf(fal.origin), "fal-ai/nano-banana-2", { prompt: "a street at night" });
  expect(left()).toBe(before + 1);
  await fal.close();
  expect(left()).toBe(before);
});

describe("the command", () => {
  const main = fileURLToPath(new URL("../../emulator/main.ts", import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  function command(...args: string[]) {
    const child = spawn(process.execPath, [main, "--port", "0", "--media", "instant", ...args]);
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
    return { child, output: () => output, exit };
  }

  it.each(["SIGTERM", "SIGINT"] as const)(
    "says where it listens in one line, and ends cleanly on %s",
    async (signal) => {
      const { child, output, exit } = command("--state", state, "--latency", "instant");
      await until(output, (text) => text.endsWith("\n"));
      expect(output()).toMatch(/^fal emulator ready at http:\/\/127\.0\.0\.1:\d+\n$/);
      const origin = output().trim().split(" ").at(-1) ?? "";
      await submit(clientOf(origin), "fal-ai/veo3.1/fast/image-to-video", {
        prompt: "x",
        image_url: `${origin}/files/none/x.png`,
      });
      child.kill(signal);
      expect(await exit).toBe(0);
      expect(existsSync(join(state, "requests.jsonl"))).toBe(true);
      expect(readdirSync(join(state, "temporary"))).toEqual([]);
    },
  );

  it("refuses options it does not understand", async () => {
    const { output, exit } = command("--latency", "slow");
    expect(await exit).toBe(2);
    expect(output()).toContain("--latency");
  });
});
