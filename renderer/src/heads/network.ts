/**
 * The tiny face detector of @vladmandic/face-api, run without its library: seven layers, of which the weights are all
 * that is needed. Pure.
 */

/** Values of a layer, row by row, in each place all channels. */
interface Grid {
  width: number;
  height: number;
  channels: number;
  values: Float32Array;
}

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

const MEAN_RGB = [117.001, 114.697, 97.404] as const;
/** Layers after the first, each with a filter for each channel and a mixture of the channels. */
const SEPARABLE = ["conv1", "conv2", "conv3", "conv4", "conv5"] as const;

/** Runs the network on a picture. One cell of the answer is 32 pixels wide. */
export function runNetwork(picture: Picture, weights: Weights): Seen {
  let grid = pool(first(picture, weights("conv0/filters"), weights("conv0/bias")), 2);
  for (const name of SEPARABLE) {
    grid = depthwise(grid, weights(`${name}/depthwise_filter`));
    grid = mix(grid, weights(`${name}/pointwise_filter`), weights(`${name}/bias`), true);
    grid = pool(grid, name === "conv5" ? 1 : 2);
  }
  const { width, height, values } = mix(grid, weights("conv8/filters"), weights("conv8/bias"), false);
  return { columns: width, rows: height, values };
}

/** Colours, 3x3, to as many channels as there are biases: the nine colours around each place are its channels. */
function first({ width, height, rgb }: Picture, filters: Float32Array, bias: Float32Array): Grid {
  const light = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) light[at] = ((rgb[at] as number) - (MEAN_RGB[at % 3] as number)) / 255;
  const around = { width: width - 2, height: height - 2, channels: 27, values: new Float32Array(0) };
  around.values = new Float32Array(around.width * around.height * 27);
  for (let y = 0, to = 0; y < around.height; y++) {
    for (let x = 0; x < around.width; x++) {
      for (let row = 0; row < 3; row++) {
        const from = ((y + row) * width + x) * 3;
        for (let at = from; at < from + 9; at++) around.values[to++] = light[at] as number;
      }
    }
  }
  return mix(around, filters, bias, true);
}

/** A 3x3 filter for each channel, with nothing around the edges. */
function depthwise({ width, height, channels, values }: Grid, filters: Float32Array): Grid {
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * channels;
      for (let row = -1; row <= 1; row++) {
        if (y + row < 0 || y + row >= height) continue;
        for (let column = -1; column <= 1; column++) {
          if (x + column < 0 || x + column >= width) continue;
          const from = ((y + row) * width + x + column) * channels;
          const filter = ((row + 1) * 3 + column + 1) * channels;
          for (let channel = 0; channel < channels; channel++) {
            out[to + channel] =
              (out[to + channel] as number) +
              (values[from + channel] as number) * (filters[filter + channel] as number);
          }
        }
      }
    }
  }
  return { width, height, channels, values: out };
}

/** Mixes the channels of each place into as many as there are biases. */
function mix(
  { width, height, channels, values }: Grid,
  filters: Float32Array,
  bias: Float32Array,
  bend: boolean,
): Grid {
  const count = bias.length;
  const out = new Float32Array(width * height * count);
  // By what they make, so that the innermost loop reads both in order.
  const turned = new Float32Array(filters.length);
  for (let from = 0; from < channels; from++) {
    for (let to = 0; to < count; to++) turned[to * channels + from] = filters[from * count + to] as number;
  }
  const last = width * height - 1;
  const done = (at: number, value: number) => {
    out[at] = bend && value < 0 ? value * 0.1 : value;
  };
  // Four places and two channels at once, so that each number that is read is used more than once. At the ends, the last
  // ones are done over again.
  for (let place = 0; place <= last; place += 4) {
    const [a, b, c, d] = [place, Math.min(place + 1, last), Math.min(place + 2, last), Math.min(place + 3, last)];
    const [fromA, fromB, fromC, fromD] = [a * channels, b * channels, c * channels, d * channels];
    for (let one = 0; one < count; one += 2) {
      const two = Math.min(one + 1, count - 1);
      const [weightsOne, weightsTwo] = [one * channels, two * channels];
      let [a1, b1, c1, d1] = [0, 0, 0, 0];
      let [a2, b2, c2, d2] = [0, 0, 0, 0];
      for (let from = 0; from < channels; from++) {
        const weightOne = turned[weightsOne + from] as number;
        const weightTwo = turned[weightsTwo + from] as number;
        const valueA = values[fromA + from] as number;
        const valueB = values[fromB + from] as number;
        const valueC = values[fromC + from] as number;
        const valueD = values[fromD + from] as number;
        a1 += weightOne * valueA;
        b1 += weightOne * valueB;
        c1 += weightOne * valueC;
        d1 += weightOne * valueD;
        a2 += weightTwo * valueA;
        b2 += weightTwo * valueB;
        c2 += weightTwo * valueC;
        d2 += weightTwo * valueD;
      }
      const [biasOne, biasTwo] = [bias[one] as number, bias[two] as number];
      done(a * count + one, a1 + biasOne);
      done(b * count + one, b1 + biasOne);
      done(c * count + one, c1 + biasOne);
      done(d * count + one, d1 + biasOne);
      done(a * count + two, a2 + biasTwo);
      done(b * count + two, b2 + biasTwo);
      done(c * count + two, c2 + biasTwo);
      done(d * count + two, d2 + biasTwo);
    }
  }
  return { width, height, channels: count, values: out };
}

/** The largest of 2x2, every `stride` places. */
function pool({ width, height, channels, values }: Grid, stride: 1 | 2): Grid {
  const out = { width: Math.ceil(width / stride), height: Math.ceil(height / stride), channels };
  const largest = new Float32Array(out.width * out.height * channels);
  for (let y = 0, to = 0; y < out.height; y++) {
    const top = y * stride * width;
    const bottom = Math.min(y * stride + 1, height - 1) * width;
    for (let x = 0; x < out.width; x++) {
      const left = x * stride;
      const right = Math.min(left + 1, width - 1);
      for (let channel = 0; channel < channels; channel++, to++) {
        largest[to] = Math.max(
          values[(top + left) * channels + channel] as number,
          values[(top + right) * channels + channel] as number,
          values[(bottom + left) * channels + channel] as number,
          values[(bottom + right) * channels + channel] as number,
        );
      }
    }
  }
  return { ...out, values: largest };
}
