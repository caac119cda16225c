/** Composes a picture: the person of the face guide in the scene of the reference, in the light of the prompt. */
import { type Canvas, createCanvas, type Image } from "@napi-rs/canvas";
import { dice } from "../../dice.ts";
import { drawScene } from "./draw-scene.ts";
import { encode } from "./encode.ts";
import { grade } from "./grade.ts";
import type { Head } from "./head.ts";
import { lookFor } from "./look.ts";
import { readPicture } from "./read.ts";
import { rolesOf } from "./roles.ts";
import { sizeLike } from "./size.ts";
import type { Spot } from "./spot.ts";
import { placeSubject } from "./subject.ts";
import type { ComposeTask, Picture } from "./task.ts";

/** The picture of a task: the same task, the same picture. Rejects with `UnreadablePicture` for a reference that is none. */
export async function compose(task: ComposeTask): Promise<Picture> {
  const references = await Promise.all(task.references.map(readPicture));
  const [first] = references;
  const { width, height } = task.aspectOfReference && first ? sizeLike(task.size, first) : task.size;
  const canvas = createCanvas(width, height);
  const look = lookFor(task.prompt, task.seed);
  const roles = rolesOf(task.prompt, references.length);

  const scene = roles.scene === undefined ? undefined : references[roles.scene];
  let spot: Spot | undefined;
  if (scene) spot = coverWith(canvas, scene, task.seed, task.heads[roles.scene ?? 0]);
  else drawScene(canvas, look, task.prompt, task.seed);
  for (const place of roles.moods) {
    const mood = references[place];
    if (mood) lendColours(canvas, mood);
  }
  const face = roles.face === undefined ? undefined : references[roles.face];
  if (face) placeSubject(canvas, face, { look, prompt: task.prompt, seed: task.seed, spot });
  grade(canvas, look, task.seed);
  return encode(canvas, task.format);
}

/** Fills the canvas with the picture, framed a little differently every time; returns where its head came to be. */
function coverWith(canvas: Canvas, picture: Image, seed: string, head: Head | null | undefined): Spot | undefined {
  const chance = dice(seed, "framing");
  const zoom = chance.between(1, 1.06);
  const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height) * zoom;
  const [width, height] = [picture.width * scale, picture.height * scale];
  const left = (canvas.width - width) * chance.between(0.35, 0.65);
  const top = (canvas.height - height) * chance.between(0.35, 0.65);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, left, top, width, height);
  return head ? { x: left + head.x * width, y: top + head.y * height, radius: head.radius * width } : undefined;
}

/** Lays a picture's colours over the canvas, without its shapes. */
function lendColours(canvas: Canvas, picture: Image): void {
  const context = canvas.getContext("2d");
  context.save();
  context.globalCompositeOperation = "soft-light";
  context.globalAlpha = 0.35;
  context.filter = `blur(${Math.round(canvas.width / 12)}px)`;
  context.drawImage(picture, -canvas.width * 0.1, -canvas.height * 0.1, canvas.width * 1.2, canvas.height * 1.2);
  context.restore();
}
