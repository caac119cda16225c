/** artists erase: everything that was ever made of a person. */
import type { Command } from "commander";
import type { Schemas } from "../../client/index.ts";
import { type Api, answerOf, artistOf, interrupted } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { confirmedByName } from "../confirm.ts";
import { GIVE_UP_MS, pause } from "../events.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Output } from "../io.ts";
import { bold, counted, dim, green, type Line, minute, table, yellow } from "../text.ts";

type Erasure = Schemas["Erasure"];
/** Whose everything it is; a name is known as long as the artist is there. */
interface Whose {
  id: string;
  name: string;
}

/** Milliseconds between looks, at first and at most. */
const LOOKS = { first: 1000, most: 15_000 };

export function addErase(artists: Command, act: Acting): void {
  examples(
    artists
      .command("erase")
      .description("remove an artist and everything ever made of the person, for good")
      .argument("<artist>", "name or id; of one that is gone, the id")
      .option("--yes", "without being asked for the name")
      .option("--wait", "stay until nothing is left and nothing can come any more: some twenty minutes or longer")
      .addHelpText(
        "after",
        "\nFace, pictures, songs, lyrics, every run with its files, captions and messages: all of it. The artist is gone at\nonce, the rest goes by itself. The same again tells how far it is, and what remains elsewhere until when.",
      )
      .action(act(erase)),
    'artists erase "Mira Sol" --wait',
    "artists erase 67b8601c-13ef-4ee5-bfe5-4aa377b5f711 --yes --json",
  );
}

async function erase({ output, options, api: open }: Call<{ yes?: boolean; wait?: boolean }>, named: string) {
  const api = await open();
  const whose = await findWhose(api, named);
  const begun = whose.erasure ?? (await begin(api, output, options.yes, whose));
  const comeBack = `${output.name} artists erase ${whose.id} --wait`;
  const erasure = options.wait ? await followErasure(api, output, whose, begun, comeBack) : begun;
  output.answer({ status: "success", artist_account_id: whose.id, erasure }, () =>
    erasureLines(whose, erasure, comeBack),
  );
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The artist, or one that is gone, by its id: with the erasure where it was asked for before. */
async function findWhose(api: Api, named: string): Promise<Whose & { erasure?: Erasure }> {
  if (isId(named)) {
    const { artists } = await answerOf(api.client.GET("/api/artists"));
    if (!artists.some(({ account_id }) => account_id === named)) {
      const erasure = await readErasure(api, named).catch((error: unknown) => {
        // It was deleted, and left runs; or nobody knows it, as the next call says.
        if (error instanceof Failure && error.exitCode === EXIT.notFound) return undefined;
        throw error;
      });
      return { id: named, name: named, ...(erasure ? { erasure } : {}) };
    }
  }
  const { account_id: id, name } = await artistOf(api, named);
  return { id, name };
}

async function begin({ client }: Api, output: Output, isSaid: boolean | undefined, { id, name }: Whose) {
  await confirmedByName(output, isSaid, `Everything ever made of ${name} will be removed, for good.`, name);
  return (await answerOf(client.POST("/api/artists/{id}/erase", { params: { path: { id } } }))).erasure;
}

const readErasure = async ({ client }: Api, id: string): Promise<Erasure> =>
  (await answerOf(client.GET("/api/artists/{id}/erase", { params: { path: { id } } }))).erasure;

/**
 * Looks until it is complete, and says how much is removed whenever that has changed. Throws a Failure when Backline is away
 * for two minutes, and when interrupted, which says how to come back.
 */
async function followErasure(api: Api, output: Output, { id }: Whose, begun: Erasure, comeBack: string) {
  const { interrupted: signal } = output.io;
  let [erasure, told, waitMs] = [begun, "", LOOKS.first];
  let awaySince: number | undefined;
  while (erasure.status !== "COMPLETED") {
    const now = removedText(erasure);
    if (now !== told && !output.json) output.note(dim(`  ${now} removed`));
    told = now;
    await pause(waitMs, signal);
    if (signal.aborted) {
      output.note("", `It goes on by itself. To follow it again:  ${comeBack}`);
      throw interrupted();
    }
    waitMs = Math.min(waitMs * 1.5, LOOKS.most);
    try {
      erasure = await readErasure(api, id);
      awaySince = undefined;
    } catch (error) {
      if (!(error instanceof Failure) || error.exitCode !== EXIT.noAnswer) throw error;
      awaySince ??= Date.now();
      if (Date.now() - awaySince > GIVE_UP_MS) throw error;
    }
  }
  return erasure;
}

function removedText({ removed: { runs, files, songs, generations } }: Erasure): string {
  const counts = [counted(runs, "run"), counted(songs, "song"), counted(files, "file")];
  return [...counts, `${counted(generations, "call")} to models`].join(", ");
}

function erasureLines({ name }: Whose, erasure: Erasure, comeBack: string): Line[] {
  const isOver = erasure.status === "COMPLETED";
  return [
    isOver
      ? [green("✓ "), bold(name), ": nothing is left here, and nothing can come any more."]
      : [yellow("· "), bold(name), " is gone. What was made is being removed, by itself."],
    dim(`  ${removedText(erasure)} removed${isOver ? "" : " so far"}`),
    ...(isOver ? [] : [dim(`  To follow it:  ${comeBack}`)]),
    "",
    `What remains elsewhere${isOver ? "" : ", which is told with its ends when it is over"}:`,
    ...table(
      ["WHERE", ...(isOver ? ["UNTIL"] : []), "WHAT"],
      erasure.remains.map(({ where, what, until }) => [
        where,
        ...(isOver ? [until === null ? "no known end" : minute(until)] : []),
        what,
      ]),
      undefined,
    ),
  ];
}
