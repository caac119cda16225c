/**
 * Starts the emulator from the command line:
 *   --port <number> --host <interface> --origin <url> --state <folder> --transcripts <folder>
 *   --latency instant|demo --media real|instant --seed <text> --concurrency <number> --time-scale <number>
 */
import { parseArgs } from "node:util";
import { startFalEmulator } from "./emulator.ts";
import { settings } from "./settings.ts";
import { templateHeads } from "./template-heads.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8790" },
    host: { type: "string", default: "127.0.0.1" },
    origin: { type: "string" },
    state: { type: "string" },
    transcripts: { type: "string" },
    latency: { type: "string", default: "demo" },
    media: { type: "string", default: "real" },
    seed: { type: "string", default: "backline" },
    concurrency: { type: "string" },
    "time-scale": { type: "string", default: "1" },
  },
});

const parsed = settings.safeParse({
  latency: { profile: values.latency },
  media: values.media,
  timeScale: Number(values["time-scale"]),
  ...(values.concurrency === undefined ? {} : { concurrency: Number(values.concurrency) }),
});
if (!parsed.success) {
  console.error(parsed.error.issues.map((issue) => `--${issue.path[0]?.toString()}: ${issue.message}`).join("\n"));
  process.exit(2);
}

const emulator = await startFalEmulator({
  port: Number(values.port),
  host: values.host,
  seed: values.seed,
  heads: templateHeads(),
  settings: parsed.data,
  ...(values.origin === undefined ? {} : { origin: values.origin }),
  ...(values.state === undefined ? {} : { state: values.state }),
  ...(values.transcripts === undefined ? {} : { transcripts: values.transcripts }),
});
console.log(`fal emulator ready at ${emulator.origin}`);

const stop = (): void => {
  void emulator.close().then(() => process.exit(0));
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
