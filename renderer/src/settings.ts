/** Settings, read from the environment and checked once at start. */
import { availableParallelism } from "node:os";
import { z } from "zod";

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);
const wholeNumber = z.string().regex(/^\d+$/, "must be a whole number").transform(Number);

const origin = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}, "must be exact http(s) origins such as http://127.0.0.1:9000, without a path");

const environment = z
  .object({
    PORT: wholeNumber.default(8080),
    /** The address to listen on; "*": all addresses of this machine. Whoever can reach it can give it jobs. */
    HOST: z.string().min(1).default("127.0.0.1"),
    /** Exact origins that may be read and written besides ALLOWED_HOSTS: plain http and private addresses included. */
    ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
    /** Hosts reached over https on public addresses: `media.example.com`, or `*.example.com` for all below it. */
    ALLOWED_HOSTS: list
      .pipe(z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/i, "must be host names or *.host names")))
      .default([]),
    /** Renders at a time; more are refused with 503. An encode keeps two cores busy. */
    CAPACITY: wholeNumber.pipe(z.number().min(1)).default(() => Math.max(1, Math.floor(availableParallelism() / 2))),
    /** Small jobs at a time, beside the renders: measuring a song, cutting a clip. Each takes a second or two. */
    SMALL_CAPACITY: wholeNumber.pipe(z.number().min(1)).default(4),
    JOB_DEADLINE_SECONDS: wholeNumber.pipe(z.number().min(1)).default(240),
    MAX_DOWNLOAD_BYTES: wholeNumber.pipe(z.number().min(1)).default(512 * 1024 * 1024),
  })
  .refine((value) => value.ALLOWED_ORIGINS.length + value.ALLOWED_HOSTS.length > 0, {
    message: "Set ALLOWED_HOSTS (or ALLOWED_ORIGINS): without them no file may be read.",
  })
  .transform((value) => ({
    port: value.PORT,
    host: value.HOST === "*" ? undefined : value.HOST,
    egress: { origins: value.ALLOWED_ORIGINS, hosts: value.ALLOWED_HOSTS.map((host) => host.toLowerCase()) },
    capacity: { render: value.CAPACITY, small: value.SMALL_CAPACITY },
    jobDeadlineSeconds: value.JOB_DEADLINE_SECONDS,
    maxDownloadBytes: value.MAX_DOWNLOAD_BYTES,
  }));

export type Settings = z.output<typeof environment>;

/** The settings in `variables`. Throws an error that names every wrong one. */
export function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) throw new Error(`Wrong settings:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
