/** Runs ffmpeg and ffprobe: two at a time, killed when the request they work for is stopped. */
import { spawn } from "node:child_process";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";
import { Semaphore } from "../semaphore.ts";

/** Shared by all emulators of the process: it is the machine's cores that are scarce. */
const semaphore = new Semaphore(2);

/** A program that ended badly; `stderr` says why. */
export class ProgramFailure extends Error {
  readonly stderr: string;
  constructor(program: string, code: number | null, stderr: string) {
    super(`${program} ended with ${code ?? "a signal"}: ${stderr.trim().split("\n").slice(-4).join(" | ")}`);
    this.stderr = stderr;
  }
}

interface Options {
  signal: AbortSignal;
  /** Written to standard input as fast as the program takes it: the next chunk is asked for when one has been taken. */
  input?: AsyncIterable<Uint8Array>;
}

/** Runs ffmpeg and returns what it wrote to standard output. */
export async function ffmpeg(args: string[], options: Options): Promise<Buffer> {
  const leave = await semaphore.enter("ffmpeg", options.signal);
  try {
    return await run(
      "ffmpeg",
      ffmpegPath(),
      ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", ...args],
      options,
    );
  } finally {
    leave();
  }
}

/** Runs ffprobe, which is too light to wait in line, and returns the JSON it prints. */
export async function ffprobe(args: string[], options: Options): Promise<unknown> {
  const text = await run("ffprobe", ffprobePath(), ["-v", "error", "-of", "json", ...args], options);
  return JSON.parse(text.toString("utf8"));
}

async function run(name: string, path: string, args: string[], options: Options): Promise<Buffer> {
  options.signal.throwIfAborted();
  const child = spawn(path, args, { stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"] });
  const kill = (): void => void child.kill("SIGKILL");
  options.signal.addEventListener("abort", kill, { once: true });
  // A parent that exits takes its children with it.
  process.once("exit", kill);
  const output: Buffer[] = [];
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-8000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  try {
    if (options.input && child.stdin) await feed(child.stdin, options.input, ended);
    const code = await ended;
    options.signal.throwIfAborted();
    if (code !== 0) throw new ProgramFailure(name, code, stderr);
    return Buffer.concat(output);
  } finally {
    if (child.exitCode === null && child.signalCode === null) kill();
    // Nothing is said to have ended while its program still runs.
    await ended.catch(() => undefined);
    options.signal.removeEventListener("abort", kill);
    process.removeListener("exit", kill);
  }
}

async function feed(
  stdin: NodeJS.WritableStream,
  input: AsyncIterable<Uint8Array>,
  ended: Promise<unknown>,
): Promise<void> {
  let open = true;
  const close = (): void => {
    open = false;
  };
  // The program's exit code tells what went wrong; a broken pipe only follows from it.
  stdin.on("error", close);
  ended.then(close, close);
  for await (const chunk of input) {
    if (!open) break;
    const taken = new Promise<unknown>((resolve) => stdin.write(chunk, resolve));
    await Promise.race([taken, ended.catch(close)]);
  }
  if (open) stdin.end();
}
