/** The renderer over HTTP: its paths, its answers, its limits, and how it starts and stops. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { HUGE_PAGES } from "../../local/huge-pages.ts";
import { ROOT } from "../../local/paths.ts";
import type { CutResult } from "../../renderer/contract/job.ts";
import type { HeardFile } from "../../renderer/contract/song-analysis.ts";
import { analyzeFile } from "../../renderer/src/analyze.ts";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";
import { phases } from "../../renderer/src/progress.ts";
import { readSettings } from "../../renderer/src/settings.ts";
import { fromElsewhere, otherAddress } from "../support/other-address.ts";
import { buildImage, command, copiedFiles, environment } from "./image.ts";
import { spawnRenderer } from "./process.ts";
import { ffprobe, folder, MUSIC, sound, video } from "./sources.ts";
import { deliveredBy, leftovers, type Stage, stage } from "./stage.ts";

let on: Stage;
const at = (name: string) => join(on.media, name);

beforeAll(async () => {
  on = await stage({ CAPACITY: "1" });
  await video(at("good.mp4"), { seconds: 1.25 });
  await sound(at("song.mp3"), MUSIC, 8.25, "-q:a", "5");
});
afterEach(() => expect(leftovers(on)).toEqual([]));

describe("paths and methods", () => {
  it("tells its health", async () => {
    const response = await fetch(`${on.address}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      busy: 0,
      capacity: 1,
      small: { busy: 0, capacity: 4 },
      ffmpeg: expect.stringMatching(/\S/),
    });
  });

  it.each([
    ["POST", "/nothing", 404, "not_found"],
    ["POST", "/constructor", 404, "not_found"],
    ["GET", "/render", 405, "method_not_allowed"],
    ["POST", "/health", 405, "method_not_allowed"],
  ])("answers %s %s with %i", async (method, path, status, code) => {
    const response = await fetch(on.address + path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ code, message: expect.any(String), retryable: false });
    if (status === 405) expect(response.headers.get("allow")).toMatch(/^(GET|POST)$/);
  });

  it.each([
    ["no JSON", "{", 400, "invalid_job"],
    ["nothing", "", 400, "invalid_job"],
    ["an unknown field", { audio: { url: "https://example.com/a" }, extra: 1 }, 400, "invalid_job"],
    ["a body that is too large", `"${"x".repeat(300_000)}"`, 413, "body_too_large"],
  ])("refuses %s", async (_, body, status, code) => {
    expect(await on.post("/analyze", body)).toMatchObject({ status, error: { code, retryable: false } });
  });

  it("refuses a picture that is not 9:16", async () => {
    const job = on.job("good.mp4", { output: { width: 720, height: 1920, durationSeconds: 1 } });
    expect(await on.post("/render", job)).toMatchObject({ status: 400, error: { code: "invalid_job" } });
  });
});

describe("a running job", { timeout: 20_000 }, () => {
  it("tells how far it is, never running backwards", async () => {
    const { events } = await on.post("/render", on.job("good.mp4"));
    const fractions = events.flatMap((event) => (event.event === "progress" ? [event.fraction] : []));
    expect(fractions.length).toBeGreaterThan(4);
    expect(fractions).toEqual([...fractions].sort((one, other) => one - other));
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(events.at(-1)?.event).toBe("done");
  });

  it("keeps others out when all places are taken, and says when to come back", async () => {
    const first = on.post("/render", on.job("good.mp4"));
    const busy = async () => ((await (await fetch(`${on.address}/health`)).json()) as { busy: number }).busy;
    while ((await busy()) === 0) await sleep(10);
    const second = await on.post("/render", on.job("good.mp4"));
    expect(second).toMatchObject({ status: 503, error: { code: "busy", retryable: true } });
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await first).error).toBeUndefined();
    expect((await on.post("/render", on.job("good.mp4"))).error).toBeUndefined();
  });
});

describe("/cut", { timeout: 20_000 }, () => {
  const cut = (startSeconds: number, durationSeconds: number) => ({
    audio: { url: `${on.origin}/song.mp3`, startSeconds, durationSeconds },
    deliver: { audio: { url: `${on.origin}/clip.wav` } },
  });

  it.each([
    [0, 1],
    [2.37, 3.013],
    [7, 4],
  ])("delivers from %d s on %d s as 48 kHz stereo WAV, to the sample", async (start, seconds) => {
    const { result } = await on.post<CutResult>("/cut", cut(start, seconds));
    const path = join(on.delivered, "clip.wav");
    expect(result?.audio).toMatchObject({ bytes: readFileSync(path).length, durationSeconds: seconds });
    const { streams } = await ffprobe(path);
    expect(streams[0]).toMatchObject({ codec_name: "pcm_s16le", sample_rate: "48000", channels: 2 });
    expect(readFileSync(path).length).toBe(44 + Math.round(seconds * 48_000) * 4);
    expect(on.requests.at(-1)?.headers["content-type"]).toBe("audio/wav");
  });

  it("says when the song ends before", async () => {
    expect((await on.post("/cut", cut(60, 2))).error).toMatchObject({ code: "audio_start_past_end" });
  });
});

describe("/analyze", { timeout: 20_000 }, () => {
  it("tells how long and how loud a song is, and when", async () => {
    const louder = "aevalsrc='if(lt(t\\,3)\\,0.02\\,if(lt(t\\,5)\\,0\\,0.5))*sin(2*PI*1000*t)':s=44100";
    await sound(at("dynamic.wav"), louder, 8.25);
    const { result } = await on.post<HeardFile>("/analyze", { audio: { url: `${on.origin}/dynamic.wav` } });
    expect(result).toMatchObject({ sampleRate: 44_100, channels: 1 });
    expect(result?.durationSeconds).toBeCloseTo(8.25, 1);
    expect(result?.loudness).toHaveLength(83);
    const at10 = (tenth: number) => result?.loudness[tenth] ?? 0;
    // As it will be heard: one channel comes out of both sides.
    expect(at10(15)).toBeCloseTo(-34, 0);
    expect(at10(40)).toBe(-70);
    expect(at10(70)).toBeCloseTo(-6, 0);
    // Half of what is taken in around a boundary is the louder side of it.
    expect(at10(50)).toBeCloseTo(-9, 0);
    expect(result?.silences).toEqual([{ start: expect.closeTo(3, 1), end: expect.closeTo(5, 1) }]);
    expect(result?.sections.at(-1)?.end).toBe(result?.durationSeconds);
    const { tags, ...analysis } = result ?? {};
    expect(await analyzeFile(at("dynamic.wav"))).toEqual(analysis);
    expect(tags).toEqual({ title: null, artist: null });
  });

  it("measures a variable rate MP3 by its samples, not by its header", async () => {
    expect((await analyzeFile(at("song.mp3"))).durationSeconds).toBeCloseTo(8.25, 0);
  });

  it("says what is no song", async () => {
    writeFileSync(at("text.mp3"), "la la la");
    await expect(analyzeFile(at("text.mp3"))).rejects.toMatchObject({ code: "source_not_media" });
  });
});

describe("settings", () => {
  it("have defaults that let nothing in without a list", () => {
    expect(readSettings({ ALLOWED_HOSTS: "a.example", HOST: "*" }).host).toBeUndefined();
    expect(() => readSettings({})).toThrow(/ALLOWED_HOSTS/);
    expect(readSettings({ ALLOWED_HOSTS: "media.example.com, *.fal.media" })).toMatchObject({
      port: 8080,
      host: "127.0.0.1",
      egress: { origins: [], hosts: ["media.example.com", "*.fal.media"] },
    });
  });

  it.each([
    ["PORT", "http"],
    ["CAPACITY", "0"],
    ["ALLOWED_ORIGINS", "http://a.example/path"],
    ["ALLOWED_HOSTS", "https://a.example"],
    ["MAX_DOWNLOAD_BYTES", "-1"],
  ])("say which one is wrong: %s", (name, value) => {
    expect(() => readSettings({ ALLOWED_HOSTS: "a.example", [name]: value })).toThrow(name);
  });
});

it("progress runs through its phases in order", () => {
  const heard: number[] = [];
  const progress = phases({ first: 1, second: 3 }, (fraction) => heard.push(fraction));
  for (const [name, fraction] of [
    ["first", 0.5],
    ["first", 1],
    ["first", 0.2],
    ["second", 0.5],
    ["second", 7],
  ] as const) {
    progress(name, fraction);
  }
  expect(heard).toEqual([0.125, 0.25, 0.625, 1]);
});

describe("as a process of its own", { timeout: 60_000 }, () => {
  it("removes what a killed one left behind, and nothing of one that runs", async () => {
    const directory = await folder();
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const [dead, running] = [pid, process.pid].map((owner) => join(directory, `backline-job-${owner}-x`));
    for (const path of [dead, running]) {
      mkdirSync(path ?? "");
      writeFileSync(join(path ?? "", "video"), "half of one");
    }
    const renderer = await spawnRenderer({ ALLOWED_ORIGINS: on.origin, TMPDIR: directory });
    expect(readdirSync(directory)).toEqual([`backline-job-${process.pid}-x`]);
    await renderer.stop();
  });

  it("lets running jobs finish when it is told to stop, and takes no more", async () => {
    const renderer = await spawnRenderer({ ALLOWED_ORIGINS: on.origin, CAPACITY: "2", TMPDIR: on.temporary });
    const send = () =>
      fetch(`${renderer.address}/render`, { method: "POST", body: JSON.stringify(on.job("good.mp4")) });
    const running = await send();
    renderer.child.kill("SIGTERM");
    await sleep(50);
    expect((await send()).status).toBe(503);
    expect((await running.text()).trim().split("\n").at(-1)).toContain('"done"');
    expect(await renderer.stop()).toBe(0);
  });

  it.runIf(otherAddress)("is reached from this machine alone, unless it is told otherwise", async () => {
    const renderer = await spawnRenderer({ ALLOWED_ORIGINS: on.origin, TMPDIR: on.temporary });
    const answer = await fetch(fromElsewhere(`${renderer.address}/health`)).catch((error: unknown) => error);
    await renderer.stop();
    expect(answer).toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  it("does not start with wrong settings", async () => {
    await expect(spawnRenderer({ ALLOWED_ORIGINS: "nonsense" })).rejects.toThrow(/ALLOWED_ORIGINS/);
  });

  it("runs as its image is built: from what the Dockerfile copies, with its production dependencies alone", async () => {
    const image = buildImage(await folder());
    expect(command()).toEqual(["node", "src/main.ts"]);
    expect(environment()).toMatchObject(HUGE_PAGES);
    expect(existsSync(join(image, "..", "node_modules", "wrangler"))).toBe(false);
    const renderer = await spawnRenderer(
      { ALLOWED_ORIGINS: on.origin, TMPDIR: on.temporary, FFMPEG_PATH: ffmpegPath(), FFPROBE_PATH: ffprobePath() },
      image,
    );
    const health = await fetch(`${renderer.address}/health`);
    expect(await health.json()).toMatchObject({ status: "ok" });
    const job = on.job("good.mp4", {
      caption: { text: "Only what is needed 🎧", style: "boxed", placement: "center" },
    });
    const response = await fetch(`${renderer.address}/render`, { method: "POST", body: JSON.stringify(job) });
    expect((await response.text()).trim().split("\n").at(-1)).toContain('"done"');
    expect((await ffprobe(deliveredBy(on, job))).streams).toHaveLength(2);
    expect(await renderer.stop()).toBe(0);
  });

  it("is built from what .dockerignore lets through, and from nothing else", () => {
    const [first, ...excepted] = readFileSync(join(ROOT, ".dockerignore"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    expect(excepted.toSorted()).toEqual(
      copiedFiles()
        .map((path) => `!${path}`)
        .toSorted(),
    );
  });
});
