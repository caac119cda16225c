/** songs: list, add, show, moments, lyrics, delete. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { Schemas } from "../../client/index.ts";
import { type Api, answerOf, artistOf } from "../api.ts";
import { type Acting, type Call, examples } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { EXIT, Failure } from "../failure.ts";
import { bold, clock, dim, green, type Line, type Part, red, table, yellow } from "../text.ts";
import { asItIs, fileOf } from "./artists.ts";

interface OfArtist {
  artist?: string;
}

export function addSongs(program: Command, act: Acting): void {
  const songs = ofArtist(program.command("songs").description("list an artist's songs, and look after them"));
  songs.action(act(list));
  ofArtist(
    songs.command("add").description("upload songs").argument("<files...>", "MP3, WAV, FLAC, M4A, OGG and others"),
  )
    .option("--title <title>", "of a single song")
    .action(act(add));
  ofArtist(songs.command("show").description("show what a song is like").argument("<song>", "its slug")).action(
    act(show),
  );
  ofArtist(
    songs.command("moments").description("show where clips of a song begin, best first").argument("<song>", "its slug"),
  ).action(act(moments));
  ofArtist(
    songs.command("lyrics").description("show a song's lyrics and how sure they are").argument("<song>", "its slug"),
  )
    .option("--set <file>", "give it lyrics: plain text, LRC, SRT or WebVTT")
    .option("--clear", "take them away again")
    .option("--line <number>", "set this line right")
    .option("--text <text>", "what the line says")
    .option("--start <seconds>", "when the line begins")
    .option("--end <seconds>", "when the line ends")
    .action(act(lyrics));
  ofArtist(
    songs
      .command("rename")
      .description("give a song another title, or say who performs it")
      .argument("<song>", "its slug"),
  )
    .option("--title <title>", "its title")
    .option("--by <name>", "who performs it")
    .action(act(rename));
  ofArtist(songs.command("delete").description("delete a song and its file").argument("<song>", "its slug"))
    .option("--yes", "without being asked")
    .action(act(remove));
  examples(
    songs,
    "songs --artist tansy-okoro",
    "songs add demo.wav --artist tansy-okoro",
    "songs moments porchlight --artist tansy-okoro",
    "songs lyrics porchlight --artist tansy-okoro --set porchlight.lrc",
    'songs rename porchlight --artist tansy-okoro --title "Porchlight (demo)"',
    'songs lyrics porchlight --artist tansy-okoro --line 3 --text "leave it on"',
  );
}

const ofArtist = (command: Command): Command =>
  command.option("--artist <name or id>", "whose; may be left out where there is one artist");

/** As `--artist` before or behind the subcommand has it. */
async function of(call: Call<OfArtist>): Promise<{ api: Api; id: string }> {
  const api = await call.api();
  return { api, id: (await artistOf(api, call.options.artist)).account_id };
}

async function list(call: Call<OfArtist>): Promise<void> {
  const { api, id } = await of(call);
  const found = await answerOf(api.client.GET("/api/artists/{id}/songs", { params: { path: { id } } }));
  call.output.answer(found, () =>
    found.songs.length === 0
      ? ["No songs yet: backline songs add <file>"]
      : table(
          ["SONG", "LENGTH", "TITLE"],
          found.songs.map(({ slug, duration_seconds, title }) => [slug, clock(duration_seconds), title]),
          call.output.columns,
        ),
  );
}

async function add(call: Call<OfArtist & { title?: string }>, paths: string[]): Promise<void> {
  const { title } = call.options;
  if (title !== undefined && paths.length > 1) throw new Failure(EXIT.usage, "--title is of a single song.");
  // Before the first is sent, so that a wrong path is found at once.
  const files = await Promise.all(paths.map(async (path) => ({ name: basename(path), bytes: await fileOf(path) })));
  const { api, id } = await of(call);
  const songs: Schemas["Song"][] = [];
  for (const { name, bytes } of files) {
    if (!call.output.json) call.output.note(dim(`  ${name} …`));
    const params = { path: { id, song: name }, query: title === undefined ? {} : { title } };
    const body = bytes as never;
    const put = api.client.PUT("/api/artists/{id}/songs/{song}", { params, body, bodySerializer: asItIs });
    songs.push((await answerOf(put)).song);
  }
  call.output.answer({ status: "success", songs }, () =>
    songs.map(
      ({ slug, title, duration_seconds }): Line => [green("✓ "), bold(slug), `  ${title}, ${clock(duration_seconds)}`],
    ),
  );
}

async function readSong(call: Call<OfArtist>, song: string) {
  const { api, id } = await of(call);
  return answerOf(api.client.GET("/api/artists/{id}/songs/{song}", { params: { path: { id, song } } }));
}

async function show(call: Call<OfArtist>, slug: string): Promise<void> {
  const found = await readSong(call, slug);
  const { title, filename, duration_seconds, analysis, moments } = found.song;
  const field = (name: string, value: string): Line => [dim(name.padEnd(10)), value];
  call.output.answer(found, () => [
    bold(title),
    field("file", `${filename}, ${clock(duration_seconds)}`),
    ...(analysis
      ? [
          field("loudness", `${analysis.integrated_lufs.toFixed(1)} LUFS`),
          field(
            "tempo",
            analysis.tempo ? `${analysis.tempo.bpm.toFixed(1)} bpm, ${analysis.tempo.beats_per_bar}/4` : "none",
          ),
          field("sections", analysis.sections.map(({ start_seconds }) => clock(start_seconds)).join("  ")),
        ]
      : []),
    field("moments", `${moments.length}: backline songs moments ${slug}`),
  ]);
}

async function moments(call: Call<OfArtist>, slug: string): Promise<void> {
  const { song } = await readSong(call, slug);
  call.output.answer({ status: "success", moments: song.moments }, () =>
    song.moments.length === 0
      ? ["No moments."]
      : table(
          ["MOMENT", "AT", "SECONDS", "ENERGY", "SUNG", "WHY"],
          song.moments.map(({ id, start_seconds, lengths, energy, sung, reason, why }): Part[] => [
            id,
            clock(start_seconds),
            lengths.join(" "),
            energy.toFixed(2),
            sung ? "yes" : "no",
            [reason, ...why].join(", "),
          ]),
          call.output.columns,
        ),
  );
}

interface LyricsOptions extends OfArtist {
  set?: string;
  clear?: boolean;
  line?: string;
  text?: string;
  start?: string;
  end?: string;
}

async function lyrics(call: Call<LyricsOptions>, song: string): Promise<void> {
  const { set, clear, line, text, start, end } = call.options;
  const changes = { text, ...seconds("start_seconds", start), ...seconds("end_seconds", end) };
  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (Number(set !== undefined) + Number(clear === true) + Number(line !== undefined) > 1) {
    throw new Failure(EXIT.usage, "--set, --clear and --line are one or the other.");
  }
  if ((line !== undefined) !== said.length > 0) {
    throw new Failure(EXIT.usage, "--line says which line, and --text, --start or --end what is right in it.");
  }
  const words = set === undefined ? undefined : await fileOf(set);
  const { api, id } = await of(call);
  const path = { id, song };
  const route = "/api/artists/{id}/songs/{song}/lyrics";
  if (clear) {
    const gone = await answerOf(api.client.DELETE(route, { params: { path } }));
    return call.output.answer(gone, () => [[green("✓ "), `${song} has no lyrics of yours any more.`]]);
  }
  if (line !== undefined) {
    await answerOf(
      api.client.PATCH("/api/artists/{id}/songs/{song}/lines/{number}", {
        params: { path: { ...path, number: Number(line) } },
        body: Object.fromEntries(said),
      }),
    );
  }
  if (words) {
    const headers = { "content-type": "text/plain" };
    const body = words as never;
    await answerOf(api.client.PUT(route, { params: { path }, body, bodySerializer: asItIs, headers }));
  }
  const found = await answerOf(api.client.GET(route, { params: { path } }));
  call.output.answer(found, () => lyricsLines(found.lyrics, call.output.columns));
}

function seconds(name: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Failure(EXIT.usage, `Not a number of seconds: ${text}`);
  return { [name]: Number(text) };
}

function lyricsLines(
  { source, heard, fit, warnings, lines }: Schemas["SongLyrics"],
  columns: number | undefined,
): Line[] {
  const known = heard
    ? fit === null
      ? ""
      : `, ${Math.round(fit * 100)}% of them heard`
    : ", not heard yet: times come with the first run";
  return [
    [dim(source === "artist" ? "the artist's words" : "what was heard"), dim(known)],
    ...warnings.map((warning): Line => yellow(warning)),
    ...table(
      ["LINE", "AT", "SURE", "WORDS"],
      lines.map(({ number, start_seconds, confidence, timed, corrected, text }): Part[] => [
        String(number),
        start_seconds === null ? "" : start_seconds.toFixed(1),
        timed === "none"
          ? red(confidence.toFixed(2))
          : timed === "line"
            ? yellow(confidence.toFixed(2))
            : green(confidence.toFixed(2)),
        `${text}${corrected ? "  (set right)" : ""}`,
      ]),
      columns,
    ),
  ];
}

async function rename(call: Call<OfArtist & { title?: string; by?: string }>, song: string): Promise<void> {
  const { title, by } = call.options;
  if (title === undefined && by === undefined) throw new Failure(EXIT.usage, "Name a --title, or who it is --by.");
  const { api, id } = await of(call);
  const body = { ...(title === undefined ? {} : { title }), ...(by === undefined ? {} : { artist: by }) };
  const params = { path: { id, song } };
  const patch = api.client.PATCH("/api/artists/{id}/songs/{song}", { params, body });
  const renamed = await answerOf(patch);
  call.output.answer(renamed, () => [[green("✓ "), bold(renamed.song.slug), `  ${renamed.song.title}`]]);
}

async function remove(call: Call<OfArtist & { yes?: boolean }>, song: string): Promise<void> {
  const { api, id } = await of(call);
  await confirmed(call.output, call.options.yes, `Delete the song ${song} and its file?`);
  const gone = await answerOf(api.client.DELETE("/api/artists/{id}/songs/{song}", { params: { path: { id, song } } }));
  call.output.answer(gone, () => [[green("✓ "), `${song} is gone.`]]);
}
