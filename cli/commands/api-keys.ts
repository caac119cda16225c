/** keys: list, add, revoke. */
import type { Command } from "commander";
import { answerOf } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { EXIT, Failure } from "../failure.ts";
import { bold, dim, green, minute, type Part, red, table } from "../text.ts";

export function addKeys(program: Command, act: Acting): void {
  const keys = program.command("keys").description("list API keys, and look after them");
  keys.action(
    act(async ({ output, api }: Call) => {
      const found = await answerOf((await api()).client.GET("/api/keys"));
      output.answer(found, () =>
        table(
          ["KEY", "BEGINS", "LAST USED", "STATE", "NAME"],
          found.keys.map(({ id, prefix, last_used_at, revoked_at, expires_at, current, name }): Part[] => [
            id,
            prefix,
            last_used_at === null ? "never" : minute(last_used_at),
            stateOf({ revoked_at, expires_at, current }),
            name,
          ]),
          output.columns,
        ),
      );
    }),
  );
  keys
    .command("add")
    .description("make a key, which is shown this once")
    .argument("<name>", "to recognise it by")
    .option("--expires <time>", "when it stops working: 2027-12-31, or with a time")
    .action(
      act(async ({ output, options, api }: Call<{ expires?: string }>, name: string) => {
        const body = { name, ...(options.expires === undefined ? {} : { expires_at: timeOf(options.expires) }) };
        const made = await answerOf((await api()).client.POST("/api/keys", { body }));
        output.answer(made, () => [
          [green("✓ "), `A key called ${name}. It is shown this once:`],
          "",
          ["  ", bold(made.key)],
        ]);
      }),
    );
  keys
    .command("revoke")
    .description("have a key stop working")
    .argument("<key>", "its id")
    .action(
      act(async ({ output, api }: Call, keyId: string) => {
        const params = { path: { keyId } };
        const revoked = await answerOf((await api()).client.DELETE("/api/keys/{keyId}", { params }));
        output.answer(revoked, () => [[green("✓ "), `${keyId} stops working within 30 seconds.`]]);
      }),
    );
  examples(keys, "keys", "keys add laptop --expires 2027-12-31", "keys revoke key_y2ezjw6sgkcyi3mopzcit");
}

function timeOf(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Failure(EXIT.usage, `--expires is not a time such as 2027-12-31: ${text}`);
  return at.toISOString();
}

function stateOf(key: { revoked_at: string | null; expires_at: string | null; current: boolean }): Part {
  if (key.revoked_at !== null) return red("revoked");
  if (key.expires_at !== null && Date.parse(key.expires_at) <= Date.now()) return red("expired");
  if (key.current) return green("this one");
  return key.expires_at === null ? "works" : dim(`until ${minute(key.expires_at)}`);
}
