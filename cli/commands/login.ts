/** login, logout, account. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Command } from "commander";
import { openBackline } from "../../client/index.ts";
import { answerOf } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { changeConfig, configFile, readConfig } from "../config.ts";
import { apiUrl, localStack } from "../connection.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Io } from "../io.ts";
import { bold, dim, green } from "../text.ts";

export function addLogin(program: Command, act: Acting): void {
  examples(
    program
      .command("login")
      .description("keep an API key for the commands that follow")
      .argument("[url]", "where Backline is; without it, the local stack that is up")
      .addHelpText(
        "after",
        "\nThe key is asked for and not shown, or read from standard input. It is kept in a file that only you can read;\nBACKLINE_URL and BACKLINE_API_KEY take its place where both are set.",
      )
      .action(act(logIn)),
    "login https://backline.example.com",
    "login https://backline.example.com < key.txt",
    "login",
  );
  program
    .command("logout")
    .description("forget the key")
    .action(
      act(async ({ output }: Call) => {
        const { login } = readConfig(output.io.env);
        if (login) changeConfig(output.io.env, ({ login: _, ...others }) => others);
        output.answer({ status: "success", url: login?.url ?? null }, () => [
          login
            ? `The key for ${login.url} is forgotten here. It still works: revoke it where that is not meant.`
            : "Nobody was logged in.",
        ]);
      }),
    );
  program
    .command("account")
    .description("show the account's limits, and what is used of them")
    .action(
      act(async ({ output, api }: Call) => {
        const account = await answerOf((await api()).client.GET("/api/account"));
        const { limits, usage } = account;
        const limit = limits.monthly_spend === null ? "without a limit" : `of ${limits.monthly_spend.toFixed(2)} USD`;
        output.answer(account, () => [
          bold(account.name),
          `${usage.month}: ${usage.spent.toFixed(2)} USD spent, ${usage.reserved.toFixed(2)} reserved, ${limit}`,
          `${usage.active_runs} of ${limits.active_runs} runs under way`,
          `${limits.requests_per_minute} requests a minute and key`,
        ]);
      }),
    );
}

async function logIn({ output }: Call, url: string | undefined): Promise<void> {
  const { io } = output;
  const local = url === undefined ? await localStack() : undefined;
  if (url === undefined && !local) {
    throw new Failure(EXIT.usage, "Say where: backline login https://backline.example.com. No local stack is up.");
  }
  if (local) output.note(dim(`The local stack is up at ${local.url}; its key is in .backline/local.json.`));
  const login = local ?? { url: apiUrl(url ?? "", "The URL"), key: await askKey(io, url ?? "") };
  // Before it is kept.
  const account = await answerOf(openBackline(login.url, login.key).GET("/api/account"));
  changeConfig(io.env, (kept) => ({ ...kept, login }));
  output.answer({ status: "success", url: login.url, account: account.name, file: configFile(io.env) }, () => [
    [green("✓ "), `Logged in to ${login.url} as ${account.name}.`],
    dim(`  The key is in ${configFile(io.env)}, which only you can read.`),
  ]);
}

/** What is typed is not shown. Where nobody types, the first line of standard input. */
async function askKey({ stdin, stderr }: Io, url: string): Promise<string> {
  const shows = stdin.isTTY === true;
  if (shows) stderr.write(`API key for ${new URL(url).origin}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: shows });
  let key = "";
  try {
    for await (const line of lines) {
      key = line.trim();
      break;
    }
  } finally {
    lines.close();
    if (shows) stderr.write("\n");
  }
  // Anything else cannot be sent in a header.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failure(EXIT.usage, "That is no API key. Nothing was kept.");
  return key;
}
