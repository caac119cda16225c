/** create, estimate. */
import { randomUUID } from "node:crypto";
import { type Command, Option } from "commander";
import { CAPTION_LENGTHS, DURATIONS, LYRICS_STYLES, type Schemas } from "../../client/index.ts";
import { type Api, answerOf, artistOf, reached } from "../api.ts";
import { type Acting, type Call, collected, examples } from "../command.ts";
import { keepUnanswered, nameOf, unansweredKey } from "../config.ts";
import { pause } from "../events.ts";
import { EXIT, Failure, refusal } from "../failure.ts";
import { followRuns } from "../follow-runs.ts";
import type { Output } from "../io.ts";
import { showEnded } from "../show-ended.ts";
import { bold, dim, green, table } from "../text.ts";

type CreateBody = Schemas["CreateContent"];

interface VideoOptions {
  lipsync?: boolean;
  upscale?: boolean;
  duration?: string;
  captionLength?: string;
  lyrics?: string;
  batch?: number;
}

interface CreateOptions extends VideoOptions {
  artist?: string;
  template?: string;
  song?: string[];
  clip?: string;
  image?: string[];
  tag?: string[];
  metadata?: Record<string, string>;
  webhookUrl?: string;
  idempotencyKey?: string;
  wait?: boolean;
  download?: string;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text)) throw new Failure(EXIT.usage, `Not a whole number: ${text}`);
  return number;
};

const videoOptions = (command: Command): Command =>
  command
    .option("--batch <number>", "how many videos, 1 to 30", whole)
    .option("--lipsync", "move the lips to the song (the template says, where this is left out)")
    .option("--no-lipsync", "do not")
    .option("--upscale", "1080x1920 instead of 720x1280")
    .addOption(new Option("--duration <seconds>", "seconds of each video").choices(DURATIONS.map(String)))
    .addOption(new Option("--caption-length <length>", "how long its caption is").choices(CAPTION_LENGTHS))
    .addOption(new Option("--lyrics <style>", "show what is sung, in time").choices(LYRICS_STYLES));

export function addCreate(program: Command, act: Acting): void {
  examples(
    videoOptions(
      program
        .command("create")
        .description("make videos")
        .option("--artist <name or id>", "whose videos; may be left out where there is one artist")
        .option("--template <name>", "the scene: see `backline templates`"),
    )
      .option("--song <slug>", "a song to choose from; several times for several", collected)
      .option("--clip <song@start>", "exactly this clip: porchlight@35.9, or a moment's id, porchlight@m35910")
      .option("--image <url>", "one more reference picture, by its https URL", collected)
      .option("--tag <tag>", "a tag for these runs", collected)
      .option("--metadata <name=value>", "shown with these runs", pairs)
      .option("--webhook-url <url>", "tell this URL how they end")
      .option("--idempotency-key <key>", "asked again with it within a day, there is no second batch")
      .option("--wait", "stay until they are over, showing how far they are")
      .option("--download <folder>", "keep videos and posters there; waits, too")
      .addHelpText(
        "after",
        "\nA call whose answer is lost may have made a batch. The same command, typed again within a day, finds that one and\npays for nothing twice. Ctrl-C leaves the runs running and says how to follow them.",
      )
      .action(act(create)),
    'create --artist "Tansy Okoro" --batch 3 --wait --download out/',
    "create --artist tansy-okoro --song porchlight --lyrics highlight --caption-length none",
    "create --artist tansy-okoro --clip porchlight@35.9 --template artist-caption-stage --lipsync",
  );
  examples(
    videoOptions(program.command("estimate").description("say what videos would cost at most"))
      .option("--compare", "beside what else they could be")
      .action(act(estimate)),
    "estimate --batch 10 --upscale",
    "estimate --duration 30 --compare",
  );
}

const pairs = (text: string, before: Record<string, string> | undefined): Record<string, string> => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Failure(EXIT.usage, `Not name=value: ${text}`);
  return { ...before, [name]: value };
};

/** "porchlight@35.9" or "porchlight@m35910". */
function clipOf(text: string): NonNullable<CreateBody["clip"]> {
  const [, song, start = ""] = /^(.+)@([^@]+)$/.exec(text) ?? [];
  if (song !== undefined && /^m\d+$/.test(start)) return { song, moment: start };
  if (song !== undefined && /^\d+(\.\d+)?$/.test(start)) return { song, start_seconds: Number(start) };
  throw new Failure(EXIT.usage, `Not a clip such as porchlight@35.9 or porchlight@m35910: ${text}`);
}

/** What was said of the videos; what was not is left to the API. */
const saidOf = ({ lipsync, upscale, duration, captionLength, lyrics, batch }: VideoOptions) =>
  given({
    ...{
      lipsync,
      upscale,
      batch,
      duration: duration === undefined ? undefined : (Number(duration) as CreateBody["duration"]),
    },
    caption_length: captionLength as CreateBody["caption_length"],
    lyrics: lyrics as CreateBody["lyrics"],
  });

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
const given = <Fields extends object>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;

async function create({ output, options, api: open, exitsWith }: Call<CreateOptions>): Promise<void> {
  const api = await open();
  const artist = await artistOf(api, options.artist);
  const body: CreateBody = {
    artist_account_id: artist.account_id,
    ...saidOf(options),
    ...given({
      ...{ template: options.template, songs: options.song, images: options.image, tags: options.tag },
      ...{ clip: options.clip === undefined ? undefined : clipOf(options.clip), metadata: options.metadata },
      webhook_url: options.webhookUrl,
    }),
  };
  const created = await askOnce(api, output, body, options.idempotencyKey);
  const { runIds, template } = created;
  const waits = options.wait === true || options.download !== undefined;
  const count = `${runIds.length} ${runIds.length === 1 ? "video" : "videos"} of ${artist.name}`;
  const where = options.download === undefined ? "" : ` --download ${quoted(options.download)}`;
  const comeBack = `${output.name} follow ${runIds.join(" ")}${where}`;
  if (!waits) {
    return output.answer(created, () => [
      [green("✓ "), `Making ${count} (${template}).`],
      ...runIds.map((id) => `  ${id}`),
      dim(`  To follow them:  ${comeBack}`),
    ]);
  }
  output.note("", ["Making ", bold(count), dim(`  ${template}`)], "");
  const runs = await followRuns(api, output, runIds, comeBack);
  await showEnded(output, runs, options.download, created, exitsWith);
}

/** As a shell takes it for one word. */
const quoted = (text: string) => (/^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Seconds before a call is made again that was not answered. */
const AGAIN_SECONDS = [1, 2, 4];

/** Creates the batch, once, however often it has to be asked. */
async function askOnce(
  api: Api,
  output: Output,
  body: CreateBody,
  named: string | undefined,
): Promise<Schemas["ContentCreated"]> {
  const { env, interrupted: signal } = output.io;
  const name = nameOf(api.url, api.key, body);
  const before = named === undefined ? unansweredKey(env, name) : undefined;
  if (before !== undefined) output.note(dim("The same was asked before, and not answered: asking for that batch."));
  const key = named ?? before ?? `cli-${randomUUID()}`;
  keepUnanswered(env, name, key);
  const header = { "idempotency-key": key };
  for (let tries = 0; ; tries++) {
    try {
      const { data, error, response } = await reached(
        api.client.POST("/api/content/create", { body, params: { header }, signal }),
      );
      if (data) {
        keepUnanswered(env, name, null);
        return data;
      }
      const isOpen = response.status >= 500 || error?.code === "idempotency_key_in_flight";
      if (!isOpen) keepUnanswered(env, name, null);
      if (!isOpen || tries >= AGAIN_SECONDS.length) throw refusal(response.status, error);
    } catch (error) {
      if (!(error instanceof Failure) || error.exitCode !== EXIT.noAnswer) throw error;
      if (tries >= AGAIN_SECONDS.length) {
        throw new Failure(
          EXIT.noAnswer,
          `${error.message}\nWhether the batch was made is not known. Type the same command again within a day: it finds the batch, or makes it, and pays once.`,
        );
      }
    }
    await pause((AGAIN_SECONDS[tries] ?? 0) * 1000, signal);
  }
}

const named = <Value extends boolean | number | undefined>(value: Value) =>
  (value === undefined ? undefined : String(value)) as Value extends undefined ? undefined : `${NonNullable<Value>}`;

async function estimate({ output, options, api }: Call<VideoOptions & { compare?: boolean }>): Promise<void> {
  const { lipsync, upscale, duration, caption_length, lyrics, batch } = saidOf(options);
  // A query has no truth and no numbers, only their names.
  const query = given({
    ...{ lipsync: named(lipsync), upscale: named(upscale), compare: named(options.compare) },
    ...{ duration: named(duration), caption_length, lyrics, batch },
  });
  const found = await answerOf((await api()).client.GET("/api/content/estimate", { params: { query } }));
  const usd = (amount: number) => `${amount.toFixed(3)} USD`;
  output.answer(found, () => [
    [
      bold(usd(found.total)),
      ` at most for ${found.batch} ${found.batch === 1 ? "video" : "videos"}, ${usd(found.per_video)} each`,
    ],
    ...table(
      ["STEP", "COST", "MODEL"],
      found.steps.map(({ name, cost, model }) => [name, usd(cost), model]),
      output.columns,
    ),
    ...(found.alternatives
      ? [
          "",
          ...table(
            ["INSTEAD", "EACH", "IN ALL"],
            found.alternatives.map(({ lipsync, upscale, duration, per_video, total }) => [
              [`${duration} s`, ...(lipsync ? ["lip-sync"] : []), ...(upscale ? ["upscaled"] : [])].join(", "),
              usd(per_video),
              usd(total),
            ]),
            output.columns,
          ),
        ]
      : []),
  ]);
}
