/** Reads the boxes of an MP4 file as they are written (ISO/IEC 14496-12), trusting no player's interpretation. */
import { readFileSync, writeFileSync } from "node:fs";

interface Box {
  type: string;
  start: number;
  data: Buffer;
}

function boxes(data: Buffer, base = 0): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    let size = data.readUInt32BE(at);
    let header = 8;
    if (size === 1) {
      size = Number(data.readBigUInt64BE(at + 8));
      header = 16;
    }
    if (size === 0) size = data.length - at;
    found.push({
      type: data.toString("latin1", at + 4, at + 8),
      start: base + at,
      data: data.subarray(at + header, at + size),
    });
    at += size;
  }
  return found;
}

/** The boxes at a path such as `moov/trak/mdia`. */
function find(data: Buffer, path: string): Buffer[] {
  const [first = "", ...rest] = path.split("/");
  const inside = boxes(data).filter(({ type }) => type === first);
  return rest.length === 0 ? inside.map((box) => box.data) : inside.flatMap((box) => find(box.data, rest.join("/")));
}

const one = (data: Buffer, path: string): Buffer => {
  const [found] = find(data, path);
  if (!found) throw new Error(`There is no ${path}.`);
  return found;
};

/** Run-length coded entries of 32-bit pairs (stts, ctts), spread out. */
function spread(table: Buffer | undefined, signed: boolean): number[] {
  if (!table) return [];
  const values: number[] = [];
  for (let entry = 0; entry < table.readUInt32BE(4); entry++) {
    const count = table.readUInt32BE(8 + entry * 8);
    const value = signed ? table.readInt32BE(12 + entry * 8) : table.readUInt32BE(12 + entry * 8);
    for (let times = 0; times < count; times++) values.push(value);
  }
  return values;
}

export interface Track {
  kind: "vide" | "soun";
  edited: boolean;
  /** Seconds at which each sample is shown, in the order it is stored. */
  times: number[];
  /** Seconds from the start of the first sample to the end of the last. */
  seconds: number;
  /** Whether each sample is a place to start (all, when the file does not list them). */
  sync: boolean[];
  /** Of a video track. */
  width: number;
  height: number;
  profile: number;
  /** The four numbers of the `colr` box: primaries, transfer, matrix, full range. */
  colour: [number, number, number, number] | undefined;
}

export interface Mp4 {
  /** The top-level boxes in order. */
  layout: string[];
  tracks: Track[];
}

export function readMp4(path: string): Mp4 {
  const file = readFileSync(path);
  const top = boxes(file);
  return { layout: top.map(({ type }) => type), tracks: find(file, "moov/trak").map(readTrack) };
}

function readTrack(trak: Buffer): Track {
  const kind = one(trak, "mdia/hdlr").toString("latin1", 8, 12) as Track["kind"];
  const mdhd = one(trak, "mdia/mdhd");
  const timescale = mdhd.readUInt32BE(mdhd.readUInt8(0) === 1 ? 20 : 12);
  const table = one(trak, "mdia/minf/stbl");
  const durations = spread(find(table, "stts")[0], false);
  const offsets = spread(find(table, "ctts")[0], true);
  const times: number[] = [];
  let clock = 0;
  durations.forEach((duration, at) => {
    times.push((clock + (offsets[at] ?? 0)) / timescale);
    clock += duration;
  });
  const [stss] = find(table, "stss");
  const listed = new Set(
    stss && Array.from({ length: stss.readUInt32BE(4) }, (_, at) => stss.readUInt32BE(8 + at * 4)),
  );
  const entry = one(table, "stsd").subarray(8);
  const described = boxes(entry)[0];
  // A visual sample entry has 78 bytes of its own in front of its boxes.
  const inner = kind === "vide" && described ? boxes(described.data.subarray(78)) : [];
  const colr = inner.find(({ type }) => type === "colr")?.data;
  return {
    kind,
    edited: find(trak, "edts").length > 0,
    times,
    seconds: clock / timescale,
    sync: durations.map((_, at) => stss === undefined || listed.has(at + 1)),
    width: kind === "vide" && described ? described.data.readUInt16BE(24) : 0,
    height: kind === "vide" && described ? described.data.readUInt16BE(26) : 0,
    profile: inner.find(({ type }) => type === "avcC")?.data.readUInt8(1) ?? 0,
    colour: colr && [colr.readUInt16BE(4), colr.readUInt16BE(6), colr.readUInt16BE(8), colr.readUInt8(10) >> 7],
  };
}

/** Makes a file say that its picture has to be turned a quarter clockwise, as phones do. */
export function layOnSide(path: string): void {
  const file = readFileSync(path);
  const tkhd = one(file, "moov/trak/tkhd");
  const matrix = [0, 0x1_0000, 0, -0x1_0000, 0, 0, tkhd.readUInt32BE(80), 0, 0x4000_0000];
  matrix.forEach((value, at) => void tkhd.writeInt32BE(value, 40 + at * 4));
  writeFileSync(path, file);
}
