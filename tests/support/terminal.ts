/** A real terminal: a program is run in a pseudo-terminal by `script`, and what it wrote is shown as a screen. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import xterm from "@xterm/headless";

export interface Size {
  columns: number;
  rows: number;
}

export interface Recorded extends Size {
  exitCode: number | null;
  /** All that was written, in pieces, each with the milliseconds since the beginning. */
  pieces: { at: number; text: string }[];
}

const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs a program in a terminal of this size. `onText` hears all that it has written so far; `press` presses Ctrl-C. */
export async function record(
  command: string[],
  {
    columns,
    rows,
    env,
    cwd,
    onText,
  }: Size & { env: NodeJS.ProcessEnv; cwd: string; onText?(text: string, press: () => void): void },
): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), "backline-terminal-"));
  const inside = `stty cols ${columns} rows ${rows}; exec ${command.map(word).join(" ")}`;
  const child = spawn("script", ["-qefc", inside, join(folder, "typescript")], {
    cwd,
    env: { ...env, SHELL: "/bin/sh" },
  });
  const begunAt = performance.now();
  const pieces: Recorded["pieces"] = [];
  const decoder = new TextDecoder();
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const piece = decoder.decode(chunk, { stream: true });
    text += piece;
    pieces.push({ at: performance.now() - begunAt, text: piece });
    onText?.(text, () => void child.stdin.write("\u0003"));
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code));
  });
  readFileSync(join(folder, "typescript"));
  rmSync(folder, { recursive: true });
  return { columns, rows, exitCode, pieces };
}

/** The terminal with what was written up to a moment, milliseconds from the beginning. */
export async function terminalAt({ columns, rows, pieces }: Recorded, until = Number.POSITIVE_INFINITY) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const text = pieces.flatMap(({ at, text }) => (at <= until ? [text] : [])).join("");
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  return terminal;
}

/** The lines of its screen, without what has scrolled away. */
export async function screenAt(recorded: Recorded, until?: number): Promise<string[]> {
  const { buffer, rows } = await terminalAt(recorded, until);
  const { active } = buffer;
  return Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "");
}
