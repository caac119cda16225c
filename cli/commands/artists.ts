/** artists: list, show, add, face, erase. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { type Api, answerOf, artistOf } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { EXIT, Failure } from "../failure.ts";
import { bold, dim, green, type Line, table, yellow } from "../text.ts";
import { addErase } from "./erase.ts";

export function addArtists(program: Command, act: Acting): void {
  const artists = program.command("artists").description("list artists, and look after them");
  artists.action(
    act(async ({ output, api }: Call) => {
      const found = await answerOf((await api()).client.GET("/api/artists"));
      output.answer(found, () =>
        found.artists.length === 0
          ? ["No artists yet: backline artists add <name>"]
          : table(
              ["ARTIST", "NAME"],
              found.artists.map(({ account_id, name }) => [account_id, name]),
              output.columns,
            ),
      );
    }),
  );
  artists
    .command("show")
    .description("show an artist, and what it lacks for a video")
    .argument("<artist>", "name or id")
    .action(act(show));
  artists
    .command("add")
    .description("add an artist")
    .argument("<name>")
    .option("--notes <text>", "for captions: voice, themes, what the artist never says")
    .option("--face <file>", "a clear photo of the face, which every image is made from")
    .action(act(add));
  artists
    .command("face")
    .description("upload the photo that an artist's images are made from")
    .argument("<artist>", "name or id")
    .argument("<file>", "JPEG, PNG or WebP")
    .action(
      act(async ({ output, api: open }: Call, named: string, file: string) => {
        const api = await open();
        const { account_id, name } = await artistOf(api, named);
        const answer = await putFace(api, account_id, file);
        output.answer(answer, () => [[green("✓ "), `${name} has a face guide.`]]);
      }),
    );
  addErase(artists, act);
  examples(
    artists,
    "artists",
    'artists add "Mira Sol" --notes "Dry, exact, lower case." --face mira.jpg',
    'artists show "Mira Sol"',
  );
}

async function show({ output, api: open }: Call, named: string): Promise<void> {
  const api = await open();
  const { account_id: id } = await artistOf(api, named);
  const [{ artist }, ready] = await Promise.all([
    answerOf(api.client.GET("/api/artists/{id}", { params: { path: { id } } })),
    answerOf(api.client.GET("/api/content/validate", { params: { query: { artist_account_id: id } } })),
  ]);
  output.answer({ status: "success", artist, readiness: ready }, () => [
    bold(artist.name),
    [dim("id     "), artist.account_id],
    [dim("slug   "), artist.slug],
    ...(artist.notes === "" ? [] : [[dim("notes  "), artist.notes]]),
    [dim("songs  "), String(ready.songs)],
    ...("missing" in ready && ready.missing
      ? ready.missing.map(({ description, fix }): Line => [yellow("needs  "), `${description} ${fix}`])
      : [[green("ready for videos")]]),
  ]);
}

async function add(
  { output, options, api: open }: Call<{ notes?: string; face?: string }>,
  name: string,
): Promise<void> {
  const api = await open();
  // Before the artist is there, so that a wrong path leaves none without a face.
  const face = options.face === undefined ? undefined : await fileOf(options.face);
  const body = { name, ...(options.notes === undefined ? {} : { notes: options.notes }) };
  const made = await answerOf(api.client.POST("/api/artists", { body }));
  if (face) await putFace(api, made.artist.account_id, options.face ?? "", face);
  output.answer(made, () => [
    [green("✓ "), `${name} is there: ${made.artist.account_id}`],
    dim(`  Next: backline songs add <file> --artist ${made.artist.account_id}`),
  ]);
}

/** The bytes of a file. Throws a Failure where it cannot be read. */
export async function fileOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new Failure(EXIT.usage, `${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

async function putFace({ client }: Api, id: string, path: string, bytes?: Uint8Array<ArrayBuffer>) {
  const face = bytes ?? (await fileOf(path));
  return answerOf(
    client.PUT("/api/artists/{id}/face-guide", {
      params: { path: { id } },
      body: face as never,
      bodySerializer: asItIs,
    }),
  );
}

/** What is sent is a file, not JSON. */
export const asItIs = (body: unknown) => body as never;
