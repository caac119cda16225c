/** Faces in a picture: where they are, and how sure that is. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadNetwork, type Network, type Picture, type Weights } from "./network.ts";

/** A part of a picture, in fractions of its width and height. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Face extends Part {
  /** 0 to 1. */
  sure: number;
}

/** A face less sure than this is none. */
const SURE = 0.3;
/** A face is no wider than this, in widths of the picture, and at least so much of it is inside: what is not, is none. */
const WIDEST = 1.2;
const INSIDE = 0.6;
/** Boxes that share more than this of their area are of one face. */
const SAME = 0.4;
/** Pixels of a picture for a cell of the network's answer. */
const CELL = 32;
/** The widths and heights that the network's five shapes stand for, in cells. */
const SHAPES = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;

interface Manifest {
  weights: { name: string; shape: number[]; quantization: { scale: number; min: number } }[];
}

let loaded: Promise<Network> | undefined;

/** The detector's network, read when it is first needed. */
export const loadDetector = (): Promise<Network> => (loaded ??= readWeights().then(loadNetwork));

async function readWeights(): Promise<Weights> {
  const file = (name: string) =>
    fileURLToPath(import.meta.resolve(`@vladmandic/face-api/model/tiny_face_detector_model${name}`));
  const [manifest, bytes] = await Promise.all([
    readFile(file("-weights_manifest.json"), "utf8"),
    readFile(file(".bin")),
  ]);
  const [{ weights }] = JSON.parse(manifest) as [Manifest];
  const byName = new Map<string, Float32Array>();
  let from = 0;
  for (const { name, shape, quantization } of weights) {
    const to = from + shape.reduce((product, each) => product * each, 1);
    byName.set(
      name,
      Float32Array.from(bytes.subarray(from, to), (byte) => byte * quantization.scale + quantization.min),
    );
    from = to;
  }
  return (name) => {
    const values = byName.get(name);
    if (!values) throw new Error(`The model has no weights called ${name}.`);
    return values;
  };
}

/** The faces in `picture`, the surest first. */
export function findFaces(picture: Picture, network: Network): Face[] {
  const { columns, values } = network(picture);
  const [across, down] = [CELL / picture.width, CELL / picture.height];
  const faces: Face[] = [];
  for (let at = 0; at < values.length; at += 5) {
    const sure = sigmoid(values[at + 4] as number);
    if (sure < SURE) continue;
    const cell = Math.floor(at / 5 / SHAPES.length);
    const [wide, high] = SHAPES[(at / 5) % SHAPES.length] as readonly [number, number];
    const width = Math.exp(values[at + 2] as number) * wide * across;
    const height = Math.exp(values[at + 3] as number) * high * down;
    const x = ((cell % columns) + sigmoid(values[at] as number)) * across - width / 2;
    const y = (Math.floor(cell / columns) + sigmoid(values[at + 1] as number)) * down - height / 2;
    const inside = overlap(x, width) * overlap(y, height);
    if (width <= WIDEST && inside >= INSIDE) faces.push({ sure, x, y, width, height });
  }
  faces.sort((one, other) => other.sure - one.sure);
  return faces.filter((face, at) => !faces.slice(0, at).some((surer) => shared(face, surer) > SAME));
}

/** Which share of a stretch is within 0 to 1. */
const overlap = (from: number, length: number) => Math.max(0, Math.min(1, from + length) - Math.max(0, from)) / length;

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

/** Which share of what two parts cover together they both cover. */
export function shared(one: Part, other: Part): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (one.width * one.height + other.width * other.height - both);
}
