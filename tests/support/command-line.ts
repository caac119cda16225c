/** The command line in this process, with streams that remember what was written. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { WriteStream } from "node:tty";
import type { Io } from "../../cli/io.ts";
import { runCommandLine } from "../../cli/program.ts";

/** Where a user keeps settings, who has none yet. */
export const newHome = (): string => mkdtempSync(join(tmpdir(), "backline-home-"));

export interface Typed {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface Around {
  env: NodeJS.ProcessEnv;
  /** What is read from standard input. */
  input?: string;
  /** Whether all streams are a terminal's. */
  isTerminal?: boolean;
  signal?: AbortSignal;
  /** Hears all that is on stderr so far. */
  onStderr?(text: string): void;
}

export async function typed(
  args: string[],
  { env, input = "", isTerminal = false, signal, onStderr }: Around,
): Promise<Typed> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) =>
    Object.assign(
      new Writable({
        decodeStrings: false,
        write(chunk, _encoding, done) {
          written[name] += chunk;
          if (name === "stderr") onStderr?.(written.stderr);
          done();
        },
      }),
      isTerminal
        ? {
            isTTY: true,
            columns: 100,
            rows: 30,
            getColorDepth: () => WriteStream.prototype.getColorDepth({ TERM: "xterm-256color", ...env }),
          }
        : {},
    );
  const io = {
    stdin: Object.assign(Readable.from([input]), isTerminal ? { isTTY: true } : {}),
    ...{ stdout: stream("stdout"), stderr: stream("stderr"), env },
    interrupted: signal ?? new AbortController().signal,
  } as unknown as Io;
  return { exitCode: await runCommandLine(args, io), ...written };
}
