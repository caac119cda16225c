/**
 * Photographs of people to look for faces in: they come with the package that has the detector's model, so none lies
 * here. Where the faces are was marked by eye, from the hairline to the chin.
 */
import { fileURLToPath } from "node:url";
import { type Canvas, createCanvas, loadImage } from "@napi-rs/canvas";
import type { Part } from "../../../renderer/src/heads/faces.ts";
import { GLANCE } from "../../../renderer/src/picture.ts";

const part = (x: number, y: number, width: number, height: number): Part => ({ x, y, width, height });

/** The faces in each photograph, in fractions of it. */
export const PHOTOGRAPHS: readonly { file: string; faces: readonly Part[] }[] = [
  {
    file: "sample1.jpg",
    faces: [part(0.214, 0.274, 0.111, 0.208), part(0.446, 0.327, 0.113, 0.179), part(0.768, 0.155, 0.099, 0.188)],
  },
  {
    file: "sample2.jpg",
    faces: [part(0.756, 0.084, 0.097, 0.195), part(0.478, 0.173, 0.089, 0.167), part(0.204, 0.089, 0.085, 0.19)],
  },
  {
    file: "sample3.jpg",
    faces: [part(0.317, 0.254, 0.095, 0.212), part(0.56, 0.147, 0.109, 0.234), part(0.788, 0.22, 0.089, 0.218)],
  },
  {
    file: "sample4.jpg",
    faces: [
      part(0.349, 0.039, 0.091, 0.184),
      part(0.516, 0.097, 0.089, 0.184),
      part(0.143, 0.118, 0.079, 0.179),
      part(0.675, 0.097, 0.089, 0.179),
    ],
  },
  {
    file: "sample5.jpg",
    faces: [
      part(0.73, 0.237, 0.091, 0.24),
      part(0.319, 0.278, 0.085, 0.204),
      part(0.583, 0.128, 0.093, 0.196),
      part(0.413, 0.074, 0.085, 0.169),
      part(0.206, 0.605, 0.087, 0.226),
    ],
  },
  {
    file: "sample6.jpg",
    faces: [
      part(0.139, 0.29, 0.099, 0.199),
      part(0.361, 0.203, 0.089, 0.199),
      part(0.615, 0.154, 0.099, 0.223),
      part(0.778, 0.141, 0.099, 0.223),
    ],
  },
];

const photographs = new Map<string, ReturnType<typeof loadImage>>();
function photograph(file: string): ReturnType<typeof loadImage> {
  let image = photographs.get(file);
  if (!image) {
    image = loadImage(fileURLToPath(import.meta.resolve(`@vladmandic/face-api/demo/${file}`)));
    photographs.set(file, image);
  }
  return image;
}

export interface Portrait {
  title: string;
  picture: Canvas;
  /** The faces that are in it, in fractions of it. */
  faces: Part[];
}

/**
 * A vertical part of a photograph, `width` pixels wide, around the face `at`: of the whole height (`tall` 1) or of a part
 * of it, in which the face is a third from the top.
 */
export async function portrait(index: number, at: number, tall: number, width: number): Promise<Portrait> {
  const { file = "", faces = [] } = PHOTOGRAPHS[index] ?? {};
  const face = faces[at];
  if (!face) throw new Error(`There is no face ${at} in ${file}.`);
  const image = await photograph(file);
  const [high, wide] = [tall * image.height, (tall * image.height * 9) / 16];
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const left = clamp((face.x + face.width / 2) * image.width - wide / 2, image.width - wide);
  const top = clamp((face.y + face.height / 2) * image.height - high / 3, image.height - high);
  const picture = createCanvas(width, (width * 16) / 9);
  const context = picture.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, left, top, wide, high, 0, 0, picture.width, picture.height);
  const inside = faces
    .map(({ x, y, width: across, height: down }) =>
      part(
        (x * image.width - left) / wide,
        (y * image.height - top) / high,
        (across * image.width) / wide,
        (down * image.height) / high,
      ),
    )
    .filter(isInside);
  return { title: `${file} ${at} ${tall}`, picture, faces: inside };
}

/** Of a face that is mostly cut off nothing is asked. */
function isInside({ x, y, width, height }: Part): boolean {
  const share = (from: number, length: number) => (Math.min(1, from + length) - Math.max(0, from)) / length;
  return share(x, width) > 0 && share(y, height) > 0 && share(x, width) * share(y, height) >= 0.6;
}

/** All portraits: every face twice, from far and from near. */
export const ALL_PORTRAITS = PHOTOGRAPHS.flatMap(({ faces }, index) =>
  faces.flatMap((_, at) => [1, 0.62].map((tall) => [index, at, tall] as const)),
);

/** What the watcher is given of a picture. */
export function glanceAt(picture: Canvas): { width: number; height: number; rgb: Uint8Array } {
  const small = createCanvas(GLANCE.width, GLANCE.height);
  const context = small.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, GLANCE.width, GLANCE.height);
  const { data } = context.getImageData(0, 0, GLANCE.width, GLANCE.height);
  return {
    ...GLANCE,
    rgb: Uint8Array.from(
      { length: GLANCE.width * GLANCE.height * 3 },
      (_, at) => data[Math.floor(at / 3) * 4 + (at % 3)] ?? 0,
    ),
  };
}
