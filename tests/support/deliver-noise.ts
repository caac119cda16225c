/** Does a renderer's job at once: the video is noise, and nobody looks at it. */
import { randomBytes } from "node:crypto";
import type { CutResult, RenderResult } from "../../renderer/contract/job.ts";
import { type Job, put, resultOf } from "./renderer-answers.ts";

/** Puts files where a job wants them, no two alike, and says what a renderer says of them. */
export async function deliverNoise(job: Job): Promise<RenderResult | CutResult> {
  if ("audio" in job.deliver) {
    const made = await put(job.deliver.audio, wav());
    return resultOf(job, made, made);
  }
  const { video, poster } = job.deliver;
  const [made, pictured] = await Promise.all([put(video, randomBytes(4096)), put(poster, POSTER)]);
  return resultOf(job, made, pictured);
}

const POSTER = Buffer.from("a poster");

/** Eight seconds of noise, 8 kHz mono. */
function wav(): Buffer {
  const samples = Buffer.alloc(8 * 8000);
  for (let at = 0; at < samples.length; at++) samples[at] = 96 + Math.floor(Math.random() * 64);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
