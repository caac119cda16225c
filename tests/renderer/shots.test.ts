/** Shots that follow each other, in one pass: each its frames, to the frame, and in time with the sound. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Colour, clicksIn, stretchesIn, writeClicks } from "../support/in-time.ts";
import { readMp4 } from "./mp4.ts";
import { MUSIC, sound, type VideoOptions, video } from "./sources.ts";
import { deliveredBy, leftovers, type Stage, stage } from "./stage.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
  await sound(`${on.media}/song.mp3`, MUSIC, 5, "-b:a", "128k");
});
afterEach(() => expect(leftovers(on)).toEqual([]));

const COLOURS = ["red", "lime", "blue", "white"] as const;
/** Comes and goes in a corner, so that the picture moves. */
const BLINK = "drawbox=w=20:h=20:c=gray:t=fill:enable='lt(mod(t\\,1)\\,0.5)'";

const filled = (colour: Colour) => `drawbox=w=iw:h=ih:c=${colour}:t=fill`;

const made = new Map<string, Promise<string>>();
/** The name of a take of one colour. */
function take(colour: Colour, options: VideoOptions = {}): Promise<string> {
  const name = `${colour}-${JSON.stringify(options).replace(/\W+/g, "-")}.mp4`;
  const known = made.get(name) ?? video(`${on.media}/${name}`, { ...plain(colour), ...options }).then(() => name);
  made.set(name, known);
  return known;
}
const plain = (colour: Colour): VideoOptions => ({
  ...{ seconds: 2, sound: null, picture: "color", size: "180x320" },
  filters: colour === "black" ? "null" : `${filled(colour)},${BLINK}`,
});

interface Asked {
  name: string;
  frames: number;
}

function job(takes: Asked[], change: object = {}) {
  let startFrame = 0;
  const shots = takes.map(({ name, frames }) => {
    const shot = { url: `${on.origin}/${name}`, startFrame, frames };
    startFrame += frames;
    return shot;
  });
  return on.job("", {
    video: { fps: 24, shots },
    audio: { url: `${on.origin}/song.mp3`, startSeconds: 1 },
    output: { width: 720, height: 1280, durationSeconds: startFrame / 24 },
    ...change,
  });
}

const asked = async (colours: readonly Colour[], frames: readonly number[], options: VideoOptions[] = []) =>
  Promise.all(colours.map(async (colour, at) => ({ name: await take(colour, options[at]), frames: frames[at] ?? 0 })));

describe("shots", () => {
  it("each have their frames, to the frame, from takes of whatever size and rate", async () => {
    const options = [{}, { size: "320x180" }, { rate: "30" }, { rate: "25", size: "360x640" }];
    const frames = [15, 24, 16, 17];
    const edits = [15 / 24, 39 / 24, 55 / 24];
    writeClicks(
      `${on.media}/clicks.wav`,
      5,
      edits.map((edit) => 1.234 + edit),
    );
    const one = job(await asked(COLOURS, frames, options), {
      audio: { url: `${on.origin}/clicks.wav`, startSeconds: 1.234 },
      caption: { text: "I told you “don’t” 😭", style: "clean", placement: "lower" },
    });
    const { result, events } = await on.post("/render", one);
    expect(result?.video).toMatchObject({ width: 720, height: 1280, durationSeconds: 3 });
    const path = deliveredBy(on, one);
    expect(stretchesIn(path)).toEqual(COLOURS.map((colour, at) => [colour, frames[at]]));
    // In time with the sound, at each edit point.
    for (const [at, click] of clicksIn(path, edits).entries()) {
      expect(Math.abs(click - (edits[at] ?? 0))).toBeLessThan(0.005);
    }
    const [picture, track] = readMp4(path).tracks;
    expect(picture?.times).toHaveLength(72);
    const shown = [...(picture?.times ?? [])].sort((a, b) => a - b);
    for (const [at, time] of shown.entries()) expect(Math.abs(time - at / 24)).toBeLessThan(0.001);
    expect(Math.abs((track?.seconds ?? 0) - 3)).toBeLessThan(0.001);
    const fractions = events.flatMap((event) => (event.event === "progress" ? [event.fraction] : []));
    // However fast it went: the frames of all shots are what the pass had to do, and it told when they were done.
    expect(fractions).toContainEqual(expect.closeTo(0.85, 2));
  });

  it("begin with the first frame of their take, and show none of it twice", async () => {
    // The take's first frame alone is white.
    const name = await take("red", { filters: `${filled("red")},${BLINK},${filled("white")}:enable='eq(n\\,0)'` });
    const one = job([
      { name, frames: 15 },
      { name, frames: 21 },
    ]);
    await on.renderSmall(one);
    expect(stretchesIn(deliveredBy(on, one))).toEqual([
      ["white", 1],
      ["red", 14],
      ["white", 1],
      ["red", 20],
    ]);
  });

  it("may be three frames longer than their take, whose last frame stands for these", async () => {
    const one = job([...(await asked(["red"], [51])), ...(await asked(["blue"], [21]))]);
    await on.renderSmall(one);
    expect(stretchesIn(deliveredBy(on, one))).toEqual([
      ["red", 51],
      ["blue", 21],
    ]);
  });

  it("that are longer are refused, by their number", async () => {
    const one = job([
      ...(await asked(["red"], [36])),
      ...(await asked(["blue"], [54])),
      ...(await asked(["lime"], [18])),
    ]);
    const { error } = await on.post("/render", one);
    expect(error).toMatchObject({ code: "video_too_short", message: "The video of shot 2 lasts 2.00 s, not 2.25 s." });
  });

  it("that show nothing are refused, by their number, though the others do", async () => {
    const one = job([
      ...(await asked(["red"], [30])),
      { name: await take("black"), frames: 18 },
      ...(await asked(["lime"], [24])),
    ]);
    await expect(on.renderSmall(one)).rejects.toMatchObject({
      code: "gate_black",
      message: "Shot 2 is black from beginning to end.",
    });
  });
});

describe("a job is refused before it begins", () => {
  const refused = async (change: object) => {
    const { status, error } = await on.post("/render", job(await asked(["red", "blue"], [48, 48]), change));
    expect([status, error?.code]).toEqual([400, "invalid_job"]);
    return error?.message ?? "";
  };
  const shot = (startFrame: number, frames: number) => ({ url: `${on.origin}/a.mp4`, startFrame, frames });

  it("when its shots leave a gap, overlap, or do not fill it", async () => {
    for (const shots of [[shot(1, 95)], [shot(0, 48), shot(49, 47)], [shot(0, 48), shot(47, 49)]]) {
      expect(await refused({ video: { fps: 24, shots } })).toContain("shots");
    }
    expect(await refused({ video: { fps: 24, shots: [shot(0, 95)] } })).toContain("last frame");
    expect(await refused({ video: { fps: 24, shots: [] } })).toContain("shots");
  });

  it("when no sound is given for them", async () => {
    expect(await refused({ audio: null })).toContain("audio");
  });
});
