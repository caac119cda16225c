/** What can be changed while the emulator runs. Times in seconds. */
import { z } from "zod";
import { fault } from "./faults.ts";
import { FRAME_ROUNDINGS } from "./models/frame-rounding.ts";

const LATENCY_PROFILES = ["instant", "demo"] as const;

export const settings = z.strictObject({
  latency: z
    .strictObject({
      /** `instant`: none. `demo`: the real models' times scaled down, so that progress can be seen. */
      profile: z.enum(LATENCY_PROFILES).default("instant"),
      /** Overrides by model id, seconds. */
      seconds: z.record(z.string(), z.number().min(0)).default({}),
      /** How far from that a request's time may be, either way, as a share of it. */
      spread: z.number().min(0).max(1).default(0.2),
    })
    .prefault({}),
  /** `real`: made from the inputs. `instant`: of the right size and length, made once and reused. */
  media: z.enum(["real", "instant"]).default("real"),
  /** How many requests may be IN_PROGRESS at once; the others wait IN_QUEUE. A new account of fal has 2. */
  concurrency: z.int().min(1).default(1000),
  /**
   * Where a wrong input is noticed. fal's queue accepts any JSON; the model checks it when it runs, so the error
   * is the request's result. `submit` answers 422 at once.
   */
  validate: z.enum(["run", "submit"]).default("run"),
  /**
   * LTX's videos have a multiple of eight frames, plus one. Which one it makes of a sound's length is not written down:
   * the next below, the nearest, or the next above.
   */
  frameRounding: z.enum(FRAME_ROUNDINGS).default("down"),
  /** The one key that is right; null: any but `invalid`. */
  key: z.string().min(1).nullable().default(null),
  /** `no-balance`: every call is refused, whoever makes it, until it is `ok` again. */
  account: z.enum(["ok", "no-balance"]).default("ok"),
  /** fal is down: every call is answered with this status by a gateway, or its connection is cut. */
  down: z.literal([502, 503, 504, "silent"]).nullable().default(null),
  /** How long a result can be read after its request completed, and one of 10 KB or more. */
  resultSeconds: z.number().min(0).default(3600),
  largeResultSeconds: z.number().min(0).default(360),
  /** Multiplies how long results and files are kept, as TIME_SCALE multiplies the Worker's waits. */
  timeScale: z.number().positive().default(1),
  /** fal's delivery of callbacks (up to 31 retries over two hours), scaled down. */
  callbacks: z
    .strictObject({
      attempts: z.int().min(1).default(10),
      firstDelaySeconds: z.number().min(0).default(0.5),
      growth: z.number().min(1).default(2),
      maxDelaySeconds: z.number().min(0).default(60),
      timeoutSeconds: z.number().positive().default(15),
    })
    .prefault({}),
  faults: z.array(fault).default([]),
});

export type Settings = z.infer<typeof settings>;
export type SettingsInput = z.input<typeof settings>;
