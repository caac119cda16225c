/** The command line as a whole: its commands, its help, and what it ends with. */
import tab from "@bomb.sh/tab/commander";
import { Command, CommanderError } from "commander";
import { actingOn } from "./command.ts";
import { addKeys } from "./commands/api-keys.ts";
import { addArchive } from "./commands/archive.ts";
import { addArtists } from "./commands/artists.ts";
import { addCreate } from "./commands/create.ts";
import { addListen } from "./commands/listen.ts";
import { addLogin } from "./commands/login.ts";
import { addRuns } from "./commands/runs.ts";
import { addSongs } from "./commands/songs.ts";
import { addTemplates } from "./commands/templates.ts";
import { EXIT, type ExitCode, Failure } from "./failure.ts";
import { type Io, Output } from "./io.ts";

const HELP = `
First steps:
  $ backline login https://backline.example.com    or \`npm start\` here, whose key is found by itself
  $ backline artists
  $ backline create --artist "Tansy Okoro" --batch 3 --wait --download out/

Exit codes:
  0 done   1 unexpected   2 wrong command line   3 no key, or one that does not work   4 not there
  5 refused   6 a limit   7 no answer   8 a run that was followed did not complete   130 Ctrl-C

Environment: BACKLINE_URL and BACKLINE_API_KEY in place of a login; NO_COLOR.`;

/** Runs a command line (without the program's name), and gives its exit code. Never throws. */
export async function runCommandLine(args: string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const output = new Output(io, args.includes("--json"));
  const program = newProgram(io, output.json, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    const failure = failureOf(error);
    if (failure) output.failure(failure);
    return failure?.exitCode ?? EXIT.done;
  }
}

/** Undefined: nothing failed, such as where help was asked for. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? undefined : new Failure(EXIT.usage, error.message.replace(/^error: /, ""));
  }
  const { stack, message } = error as Error;
  return new Failure(EXIT.unexpected, stack ?? message ?? String(error));
}

export function newProgram(io: Io, isJson: boolean, exitsWith: (code: ExitCode) => void): Command {
  const program = new Command("backline")
    .description("An artist's songs become finished vertical videos.")
    .option("--json", "answer with JSON, and nothing else on standard output")
    .helpCommand("help [command]", "show what a command takes")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      // What failed is told once, by whoever catches it; the help that comes unasked, to people alone.
      writeErr: (text) => void (isJson || io.stderr.write(text)),
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .addHelpText("after", HELP);
  const act = actingOn(io, exitsWith);
  program.commandsGroup("Make videos:");
  addCreate(program, act);
  addRuns(program, act);
  addArchive(program, act);
  program.commandsGroup("What they are made of:");
  addArtists(program, act);
  addSongs(program, act);
  addTemplates(program, act);
  program.commandsGroup("The account:");
  addLogin(program, act);
  addKeys(program, act);
  addListen(program, act);
  program.commandsGroup("Other:");
  tab(program, { completionCommandName: "completion" });
  return program;
}
