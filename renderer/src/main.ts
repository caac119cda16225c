/** Starts the renderer. SIGTERM lets running jobs finish; a second one, or the deadline, cancels them. */
import { ffmpegVersion } from "./ffmpeg.ts";
import { createRenderer } from "./server.ts";
import { readSettings } from "./settings.ts";
import { removeLeftovers } from "./workspace.ts";

const settings = readSettings(process.env);
const renderer = createRenderer(settings);
// Without ffmpeg this fails here, at the start, and not in the first job.
const version = await ffmpegVersion();
await removeLeftovers();
renderer.server.listen(settings.port, settings.host, () => {
  console.log(`Renderer on port ${settings.port}, ffmpeg ${version}, ${settings.capacity.render} renders at a time.`);
});

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return renderer.cancel();
    stopping = true;
    setTimeout(() => renderer.cancel(), settings.jobDeadlineSeconds * 1000).unref();
    void renderer.drain().then(() => process.exit(0));
  });
}
