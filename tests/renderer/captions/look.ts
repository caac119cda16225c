/** What a caption looks like, coarsely: to tell whether it still looks as it did when a person last looked. */
import * as canvas from "@napi-rs/canvas";
import type { CaptionImage } from "../../../renderer/src/captions/draw.ts";

export { canvas };

/** The drawn pixels as a picture that a canvas takes. */
export const pixels = ({ pixels: data, width, height }: CaptionImage) =>
  new canvas.ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width, height);

/** The same, to be drawn. */
export function pictureOf(image: CaptionImage): canvas.Canvas {
  const picture = canvas.createCanvas(image.width, image.height);
  picture.getContext("2d").putImageData(pixels(image), 0, 0);
  return picture;
}

/** Luma of a pixel of a caption, 0-255, on a ground of that luma. */
export function lumaAt(data: Uint8ClampedArray, at: number, ground: number): number {
  const alpha = (data[at + 3] ?? 0) / 255;
  const luma = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
  return luma * alpha + ground * (1 - alpha);
}

export interface Look {
  /** x, y, width, height. */
  place: [number, number, number, number];
  /** Mean luma on black of each cell, a digit of 0 to f, row by row. */
  cells: string;
}

const COLUMNS = 24;
const ROWS = 12;

export function lookOf(image: CaptionImage): Look {
  const { data, width, height } = pixels(image);
  const cell = (column: number, row: number): string => {
    const [left, right] = [column, column + 1].map((at) => Math.floor((at * width) / COLUMNS)) as [number, number];
    const [top, bottom] = [row, row + 1].map((at) => Math.floor((at * height) / ROWS)) as [number, number];
    let sum = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) sum += lumaAt(data, (y * width + x) * 4, 0);
    }
    return Math.min(15, Math.floor(sum / Math.max(1, (bottom - top) * (right - left)) / 16)).toString(16);
  };
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, at) => cell(at % COLUMNS, Math.floor(at / COLUMNS)));
  return { place: [image.x, image.y, image.width, image.height], cells: cells.join("") };
}

/** The largest difference of two looks: of their edges in pixels, of their cells in sixteenths of full luma. */
export function differenceOf(one: Look, other: Look): { edges: number; cells: number } {
  const most = (differences: number[]) => differences.reduce((highest, each) => Math.max(highest, Math.abs(each)), 0);
  const digit = (look: Look, at: number) => Number.parseInt(look.cells[at] ?? "0", 16);
  return {
    edges: most(one.place.map((edge, at) => edge - (other.place[at] ?? 0))),
    cells: most([...one.cells].map((_, at) => digit(one, at) - digit(other, at))),
  };
}
