/** Takes a voice out of a song, as well as a filter can. */
import { ffmpeg } from "./process.ts";

/** Writes to `output`, as MP3, what both channels share between 150 Hz and 6 kHz. */
export async function voiceOf(
  { input, output, comment }: { input: string; output: string; comment: string },
  signal: AbortSignal,
): Promise<void> {
  const filter =
    "aresample=44100,aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1,highpass=f=150,lowpass=f=6000";
  const sound = ["-vn", "-map_metadata", "-1", "-af", filter, "-c:a", "libmp3lame", "-b:a", "128k"];
  await ffmpeg(["-i", input, ...sound, "-metadata", `comment=${comment}`, "-f", "mp3", output], { signal });
}
