/**
 * The tiny face detector of @vladmandic/face-api, run without its library: seven layers, of which the weights are all
 * that is needed. The arithmetic is WebAssembly, `network.wat`: in JavaScript it takes five times as long, and leaves ten
 * megabytes of garbage for each picture.
 */
import { readFile } from "node:fs/promises";

/** Three colours a pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** The weights by name, as the model's manifest has them. */
export type Weights = (name: string) => Float32Array;

/** What the network says about a picture: for each cell of a grid, and each of five shapes, a box and how sure it is. */
export interface Seen {
  columns: number;
  rows: number;
  /** Five shapes a cell, each of x, y, width, height, sureness. */
  values: Float32Array;
}

/** Runs the network on a picture. One cell of the answer is 32 pixels wide. */
export type Network = (picture: Picture) => Seen;

const MEAN_RGB = [117.001, 114.697, 97.404] as const;
/** Layers after the first, each with a filter for each channel and a mixture of the channels. */
const SEPARABLE = ["conv1", "conv2", "conv3", "conv4", "conv5"] as const;
/** What is left of a value below 0. */
const BEND = 0.1;
/** Sums are made in eights, of four places at once. */
const SUMS = 8;
const PLACES = 4;
const PAGE_BYTES = 65_536;

/** What `network.wat` exports. Addresses and sizes in bytes. */
interface Arithmetic {
  memory: WebAssembly.Memory;
  // biome-ignore format: as in network.wat
  mix(from: number, placeBytes: number, runs: number, runLength: number, runBytes: number, weights: number, bias: number,
    count: number, to: number, places: number, bend: number): void;
  depthwise(from: number, width: number, height: number, channels: number, filter: number, to: number): void;
  pool(from: number, width: number, height: number, channels: number, stride: number, to: number): void;
}

/** A layer's mixture, in memory. */
interface Mixture {
  weights: number;
  bias: number;
  /** Numbers that it is made from; sums, a multiple of eight. */
  channels: number;
  count: number;
}

/** The network with these weights. It keeps some 10 MB, in which it works. */
export async function loadNetwork(weights: Weights): Promise<Network> {
  const { instance } = await WebAssembly.instantiate(await readFile(new URL("network.wasm", import.meta.url)));
  // The exports of a module have no types; they are those of network.wat.
  const arithmetic = instance.exports as Arithmetic;
  const { memory } = arithmetic;
  let used = 0;
  /** The address of room for so many numbers. */
  const take = (numbers: number): number => {
    const address = used;
    used += Math.ceil(numbers / 4) * 16;
    const missing = used - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return address;
  };
  const at = (address: number, numbers: number) => new Float32Array(memory.buffer, address, numbers);
  const store = (values: Float32Array): number => {
    const address = take(values.length);
    at(address, values.length).set(values);
    return address;
  };
  const mixture = (name: string, of: string): Mixture => {
    const [filters, bias] = [weights(`${name}/${of}`), weights(`${name}/bias`)];
    const count = Math.ceil(bias.length / SUMS) * SUMS;
    const channels = filters.length / bias.length;
    return {
      weights: store(packed(filters, bias.length, channels, count)),
      bias: store(Float32Array.from({ length: count }, (_, sum) => bias[sum] ?? 0)),
      ...{ channels, count },
    };
  };
  const [firstLayer, lastLayer] = [mixture("conv0", "filters"), mixture("conv8", "filters")];
  const layers = SEPARABLE.map((name) => ({
    filter: store(weights(`${name}/depthwise_filter`)),
    mixture: mixture(name, "pointwise_filter"),
  }));
  const shapes = weights("conv8/bias").length;
  const room = used;

  const mix = (from: number, to: number, places: number, { channels, ...layer }: Mixture, bend: number) =>
    arithmetic.mix(from, channels * 4, 1, channels, 0, layer.weights, layer.bias, layer.count, to, places, bend);

  return (picture) => {
    used = room;
    const light = lightOf(picture);
    const from = take(light.length + PLACES * 3);
    let [width, height, channels] = [picture.width - 2, picture.height - 2, firstLayer.count];
    // The first layer gives the most; a few places more are written than there are.
    const largest = width * height * channels + PLACES * lastLayer.channels;
    let [here, there] = [take(largest), take(largest)];
    at(from, light.length).set(light);
    const turn = () => {
      [here, there] = [there, here];
    };

    const lineBytes = picture.width * 12;
    for (let row = 0; row < height; row++) {
      const { weights: filters, bias, count } = firstLayer;
      const line = here + row * width * count * 4;
      // Three rows of three pixels of three colours.
      arithmetic.mix(from + row * lineBytes, 12, 3, 9, lineBytes, filters, bias, count, line, width, BEND);
    }
    const pool = (stride: 1 | 2) => {
      arithmetic.pool(here, width, height, channels, stride, there);
      [width, height] = [Math.ceil(width / stride), Math.ceil(height / stride)];
      turn();
    };
    pool(2);
    for (const [number, { filter, mixture: mixed }] of layers.entries()) {
      arithmetic.depthwise(here, width, height, channels, filter, there);
      turn();
      mix(here, there, width * height, mixed, BEND);
      channels = mixed.count;
      turn();
      pool(number === layers.length - 1 ? 1 : 2);
    }
    mix(here, there, width * height, lastLayer, 1);
    return { columns: width, rows: height, values: unpadded(at(there, width * height * lastLayer.count), shapes) };

    function unpadded(values: Float32Array, length: number): Float32Array {
      const { count } = lastLayer;
      const kept = new Float32Array((values.length / count) * length);
      for (let place = 0; place < values.length / count; place++) {
        kept.set(values.subarray(place * count, place * count + length), place * length);
      }
      return kept;
    }
  };
}

/** The colours as the model expects them. */
function lightOf({ rgb }: Picture): Float32Array {
  const light = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    light[at] = ((rgb[at] as number) - MEAN_RGB[0]) / 255;
    light[at + 1] = ((rgb[at + 1] as number) - MEAN_RGB[1]) / 255;
    light[at + 2] = ((rgb[at + 2] as number) - MEAN_RGB[2]) / 255;
  }
  return light;
}

/** Weights of each of `channels` numbers for each of `sums`, in eights of sums as the arithmetic reads them. */
function packed(filters: Float32Array, sums: number, channels: number, count: number): Float32Array {
  const out = new Float32Array(channels * count);
  for (let sum = 0; sum < sums; sum++) {
    const block = Math.floor(sum / SUMS) * channels * SUMS + (sum % SUMS);
    for (let channel = 0; channel < channels; channel++) {
      out[block + channel * SUMS] = filters[channel * sums + sum] as number;
    }
  }
  return out;
}
