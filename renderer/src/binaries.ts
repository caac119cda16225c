/**
 * Where ffmpeg and ffprobe are: FFMPEG_PATH / FFPROBE_PATH when set (the container sets Debian's), else the static
 * binaries inside the development packages, so that a fresh machine needs nothing installed.
 */
import { chmodSync, statSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

function locate(variable: string, developmentPackage: string): string {
  const configured = process.env[variable];
  if (configured) return configured;
  let path: string;
  try {
    ({ path } = require(developmentPackage) as { path: string });
  } catch (cause) {
    throw new Error(`Set ${variable}, or install the development dependency ${developmentPackage}.`, { cause });
  }
  // npm keeps the mode of packed files, but the packages were packed without the executable bit on some platforms.
  if ((statSync(path).mode & 0o111) === 0) chmodSync(path, 0o755);
  return path;
}

let ffmpeg: string | undefined;
let ffprobe: string | undefined;

/** Absolute path of ffmpeg. Throws when there is none. */
export const ffmpegPath = (): string => (ffmpeg ??= locate("FFMPEG_PATH", "@ffmpeg-installer/ffmpeg"));

/** Absolute path of ffprobe. Throws when there is none. */
export const ffprobePath = (): string => (ffprobe ??= locate("FFPROBE_PATH", "@ffprobe-installer/ffprobe"));
