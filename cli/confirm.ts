/** What cannot be undone is asked for on a terminal, and said by --yes elsewhere. */
import { createInterface } from "node:readline/promises";
import { interrupted } from "./api.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Io, Output } from "./io.ts";
import { clean } from "./text.ts";

/** Returns when `what` may be done. Throws a Failure where it may not, or nobody can be asked. */
export const confirmed = (output: Output, isSaid: boolean | undefined, what: string): Promise<void> =>
  mayDo(output, isSaid, { what, question: `${what} [y/N] `, isYes: (typed) => /^y(es)?$/i.test(typed) });

/** The same for what is too large for a "y": `name`, whose it is, has to be typed. */
export const confirmedByName = (
  output: Output,
  isSaid: boolean | undefined,
  what: string,
  name: string,
): Promise<void> =>
  mayDo(output, isSaid, {
    what,
    question: `${what} To go on, type ${clean(name)}: `,
    isYes: (typed) => typed.normalize() === clean(name).trim().normalize(),
  });

interface Question {
  what: string;
  question: string;
  isYes(typed: string): boolean;
}

async function mayDo({ io }: Output, isSaid: boolean | undefined, { what, question, isYes }: Question): Promise<void> {
  if (isSaid) return;
  const canAsk = io.stdin.isTTY && io.stderr.isTTY;
  if (canAsk && isYes(await ask(io, question))) return;
  throw new Failure(EXIT.usage, canAsk ? "Nothing was done." : `${what} Say --yes where nobody can be asked.`);
}

/** What is typed; nothing where the input ends. Throws a Failure at Ctrl-C. */
async function ask({ stdin, stderr }: Io, question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const left = new Promise<string>((resolve, reject) => {
      lines.once("SIGINT", () => reject(interrupted()));
      lines.once("close", () => resolve(""));
    });
    return (await Promise.race([lines.question(clean(question)), left])).trim();
  } finally {
    lines.close();
  }
}
