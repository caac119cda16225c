/** What commands have in common: how they are declared, and what each is given. */
import type { Command } from "commander";
import { type Api, openApi } from "./api.ts";
import type { ExitCode } from "./failure.ts";
import { type Io, Output } from "./io.ts";

export interface Call<Options = Record<never, never>> {
  output: Output;
  options: Options;
  /** Logged in, or of the local stack. Throws a Failure where there is none. */
  api(): Promise<Api>;
  /** What the command ends with, where it answered and yet not all is well. */
  exitsWith(code: ExitCode): void;
}

/** An action of commander's, which is given arguments, options and the command, in this order. */
export type Acting = <Options, Names extends unknown[]>(
  work: (call: Call<Options>, ...names: Names) => Promise<void>,
) => (...given: unknown[]) => Promise<void>;

/** `exitsWith` hears the code of a command that answered and yet not all is well. */
export const actingOn =
  (io: Io, exitsWith: (code: ExitCode) => void): Acting =>
  (work) =>
  async (...given) => {
    const options = (given.at(-1) as Command).optsWithGlobals();
    const output = new Output(io, options.json === true);
    const names = given.slice(0, -2);
    await work({ output, options: options as never, api: () => openApi(output), exitsWith }, ...(names as never));
  };

/** Examples at the end of a command's help. */
export const examples = (command: Command, ...lines: string[]): Command =>
  command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  $ backline ${line}`).join("\n")}`);

/** Collects an option that may be given several times. */
export const collected = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
