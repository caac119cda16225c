/** What a command has of the world around it, and how it answers. */
import type { Failure } from "./failure.ts";
import { cleanJson, type Line, written } from "./text.ts";

export interface Io {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
}

/** Answers go to stdout, and are all that is there. What is told beside them goes to stderr. */
export class Output {
  readonly io: Io;
  readonly json: boolean;

  constructor(io: Io, json: boolean) {
    this.io = io;
    this.json = json;
  }

  /** What is typed in front of a command here: npm's script has a longer name. */
  get name(): string {
    return this.io.env.npm_lifecycle_event === undefined ? "backline" : "npm run backline --";
  }

  /** Columns of the terminal that answers are shown in; undefined: it is none. */
  get columns(): number | undefined {
    return this.io.stdout.isTTY ? this.io.stdout.columns : undefined;
  }

  /** The command's answer: `data` with --json, else the lines. */
  answer(data: unknown, lines: () => Line[]): void {
    if (this.json) this.io.stdout.write(`${cleanJson(data)}\n`);
    else this.lines(lines());
  }

  /** One of many answers of a command that goes on: a line of JSON with --json. */
  item(data: unknown, lines: () => Line[]): void {
    if (this.json) this.io.stdout.write(`${cleanJson(data, 0)}\n`);
    else this.lines(lines());
  }

  private lines(lines: Line[]): void {
    for (const line of lines) this.io.stdout.write(`${written(line, this.io.stdout)}\n`);
  }

  /** Beside the answer. */
  note(...lines: Line[]): void {
    for (const line of lines) this.io.stderr.write(`${written(line, this.io.stderr)}\n`);
  }

  /** Says why the command failed: to people on stderr, to programs as its answer. */
  failure({ message, body }: Failure): void {
    const [first = "", ...others] = message.split("\n");
    if (this.json) this.answer(body, () => []);
    else this.note([{ text: "✗ ", style: "red" }, first], ...others);
  }
}
