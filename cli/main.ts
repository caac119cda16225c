/** `backline …`: the command line, as a program. */
import { EXIT } from "./failure.ts";
import { runCommandLine } from "./program.ts";

/** From the terminal and from npm, Ctrl-C comes twice. */
const ONE_PRESS_MS = 500;

// Where it was typed, which is where relative paths are meant from.
if (process.env.BACKLINE_CWD) process.chdir(process.env.BACKLINE_CWD);

const interruption = new AbortController();
let pressedAt: number | undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    pressedAt ??= Date.now();
    // Whoever presses it again does not want to wait.
    if (Date.now() - pressedAt > ONE_PRESS_MS) process.exit(EXIT.interrupted);
    interruption.abort();
  });
}
// Whoever read the output has seen enough, as `head` has.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.unexpected),
);

const { stdin, stdout, stderr, env } = process;
process.exitCode = await runCommandLine(process.argv.slice(2), {
  ...{ stdin, stdout, stderr, env },
  interrupted: interruption.signal,
});
