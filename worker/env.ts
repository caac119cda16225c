/** Bindings and settings as wrangler provides them; settings are validated once. */
import { z } from "zod";
import type { Bindings } from "./bindings.ts";
import type { ChoreMessage, DeliveryMessage, Message } from "./queues.ts";

/** The message types of the queues, which wrangler.toml cannot express. */
interface Messages {
  STEPS: Message;
  RENDERS: Message;
  WEBHOOKS: DeliveryMessage;
  CHORES: ChoreMessage;
}

/** The bindings of wrangler.toml, by their names there, and the settings and secrets as text. */
export type Env = {
  readonly [Name in keyof Bindings]: Name extends keyof Messages ? Queue<Messages[Name]> : Bindings[Name];
} & { readonly [Name in SettingName]?: string };

const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/** Whether a URL leads to this machine. */
export const isLoopback = (url: string) => ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);

/** Comma-separated origins on this machine. */
const loopbackOrigins = z
  .string()
  .transform((list) => list.split(",").filter((item) => item !== ""))
  .pipe(z.array(origin.refine(isLoopback, "must be on this machine")));

/** Lists of names by name: a table of wrangler.toml, or JSON. */
const choices = z.preprocess(
  (value, context) => {
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  },
  z.record(z.string(), z.array(z.string(), 'must be like {"write":["first","second"]}')),
);

const settings = z
  .object({
    /** Where callers and fal.ai reach this Worker. */
    PUBLIC_ORIGIN: origin,
    /** Where the MEDIA bucket is served publicly. */
    MEDIA_ORIGIN: origin,
    /** The S3 endpoint of R2, its two buckets, and a key pair for presigned URLs. */
    R2_S3_ORIGIN: origin,
    R2_LIBRARY_BUCKET: z.string().min(1),
    R2_MEDIA_BUCKET: z.string().min(1),
    R2_ACCESS_KEY_ID: z.string().min(1),
    R2_SECRET_ACCESS_KEY: z.string().min(1),
    /** fal.ai's API key, or any text when FAL_ORIGIN points at the emulator. */
    FAL_KEY: z.string().min(1),
    /**
     * When set, fal.ai's hosts are reached below this origin instead (/queue, /run, /rest), and runs are marked as
     * tests.
     */
    FAL_ORIGIN: origin.optional(),
    /**
     * presigned: fal.ai reads inputs from our buckets. upload: for a laptop that fal.ai cannot reach; inputs are put on
     * fal.ai's storage first, and requests are only polled, without callbacks.
     */
    FAL_INPUTS: z.enum(["presigned", "upload"]).default("presigned"),
    /**
     * Which of fal.ai's models are asked, by what they are for, in the order in which they are tried:
     * {"write":["google/gemini-3.5-flash-lite"]}. Names are those of fal/models.ts, whose order holds for the others.
     */
    MODEL_CHOICES: choices.default({}),
    /** Where there are no containers: a renderer that runs as a process at this origin stands in for all of them. */
    RENDERER_URL: origin.optional(),
    /** How many renderer containers there may be: at most wrangler.toml's max_instances. */
    RENDERER_INSTANCES: z.coerce.number().int().min(1).max(200).default(20),
    /** How many renders each of them does at a time. */
    RENDERER_PLACES: z.coerce.number().int().min(1).max(16).default(1),
    /** What GET /operator/state is asked with, as a bearer token; without it there is no such path. */
    OPERATOR_KEY: z.string().min(20).optional(),
    /** How long a run may wait for what is nobody's fault, such as a renderer, before it fails of that. Seconds. */
    MAX_WAIT_SECONDS: z.coerce
      .number()
      .int()
      .min(1)
      .default(3 * 24 * 3600),
    /** When a run that is over for so long is archived, and can be retried no more. Days. */
    ARCHIVE_AFTER_DAYS: z.coerce.number().positive().max(3650).default(7),
    /** Requests that fal.ai works on for this deployment at a time: two for a new account there. */
    FAL_SLOTS: z.coerce.number().int().min(1).max(1000).default(2),
    /** Requests per minute for each key, for accounts without a figure of their own. */
    RATE_LIMIT: z.coerce.number().int().min(1).default(3000),
    /** Multiplies every wait, lease and deadline. 1 in production, smaller in tests. */
    TIME_SCALE: z.coerce.number().positive().default(1),
    /** The DNS over HTTPS server that tells where callers' URLs lead. */
    DNS_ORIGIN: origin.default("https://cloudflare-dns.com"),
    /** Local stacks only: callers' URLs may also lead to these, such as "http://localhost:3000". */
    LOOPBACK_ORIGINS: loopbackOrigins.default([]),
    /** Local stacks only: the API key that the studio offers to whoever opens it on this machine. */
    LOCAL_API_KEY: z.string().min(1).optional(),
  })
  .refine(({ PUBLIC_ORIGIN, LOOPBACK_ORIGINS }) => LOOPBACK_ORIGINS.length === 0 || isLoopback(PUBLIC_ORIGIN), {
    path: ["LOOPBACK_ORIGINS"],
    message: "is for a Worker that is on this machine itself",
  })
  .refine(({ PUBLIC_ORIGIN, LOCAL_API_KEY }) => LOCAL_API_KEY === undefined || isLoopback(PUBLIC_ORIGIN), {
    path: ["LOCAL_API_KEY"],
    message: "is for a Worker that is on this machine itself",
  });
export type Settings = z.infer<typeof settings>;
type SettingName = keyof z.input<typeof settings>;
/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

/** The deployment is not set up: the operator's mistake, not the caller's. */
export class SettingsError extends Error {
  override name = "SettingsError";
  /** What is missing or wrong, by setting. Never contains values. */
  readonly issues: { setting: SettingName; message: string }[];
  constructor(issues: SettingsError["issues"]) {
    const names = [...new Set(issues.map(({ setting }) => setting))].join(", ");
    super(
      `Settings are missing or wrong: ${names}. On a laptop "npm run companions" brings them, ` +
        'and wrangler then starts anew; for a deployed Worker, "npx wrangler secret put <name>", or [vars] of wrangler.toml.',
    );
    this.issues = issues;
  }
}

let checked: { env: Env; settings: Settings } | undefined;

/** The settings of `env`. Throws a SettingsError that names every setting that is missing or wrong. */
export function readSettings(env: Env): Settings {
  if (checked?.env === env) return checked.settings;
  const result = settings.safeParse(env);
  if (!result.success) {
    // The schema is flat, so the first element of a path is a setting.
    throw new SettingsError(
      result.error.issues.map(({ path, message }) => {
        const setting = path[0] as SettingName;
        return { setting, message: env[setting] === undefined ? "is not set" : message };
      }),
    );
  }
  checked = { env, settings: result.data };
  return result.data;
}
