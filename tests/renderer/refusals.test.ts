/** Inputs that cannot or must not be rendered: the right code, told apart from "try again", and nothing left behind. */
import { createHash } from "node:crypto";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { permission } from "../../renderer/src/egress.ts";
import { childCommands } from "./process.ts";
import { ffmpeg, MUSIC, sound, video } from "./sources.ts";
import { deliveredBy, leftovers, SMALL, type Stage, stage } from "./stage.ts";

/** In place of ffmpeg; undefined: ffmpeg itself. */
const binary = vi.hoisted(() => ({ ffmpeg: undefined as string | undefined }));
vi.mock(import("../../renderer/src/binaries.ts"), async (original) => {
  const { ffmpegPath, ffprobePath } = await original();
  return { ffprobePath, ffmpegPath: () => binary.ffmpeg ?? ffmpegPath() };
});

let on: Stage;
const at = (name: string) => join(on.media, name);
const song = (name = "song.mp3", startSeconds = 0) => ({ url: `${on.origin}/${name}`, startSeconds });

beforeAll(async () => {
  on = await stage({ MAX_DOWNLOAD_BYTES: "3000000" });
  await video(at("good.mp4"), { seconds: 1.25 });
  await sound(at("song.mp3"), MUSIC, 4);
});
afterEach(() => expect(leftovers(on)).toEqual([]));

describe("a video that cannot be used", { timeout: 20_000 }, () => {
  const indexFirst = (name: string) =>
    ffmpeg("-v error", ["-i", at("good.mp4")], "-c copy -movflags +faststart", [at(name)]);
  const cases: [string, string, () => unknown, string, boolean][] = [
    ["is empty", "empty.mp4", () => writeFileSync(at("empty.mp4"), ""), "source_empty", false],
    [
      "is a web page",
      "page.mp4",
      () => writeFileSync(at("page.mp4"), "<!doctype html><html><body>404</body></html>"),
      "source_not_media",
      false,
    ],
    [
      "is random bytes",
      "random.mp4",
      () => writeFileSync(at("random.mp4"), createHash("sha512").update("x").digest()),
      "source_not_media",
      false,
    ],
    [
      "is a picture",
      "picture.mp4",
      () => ffmpeg("-v error -f lavfi -i testsrc2=s=640x640 -frames:v 1 -f image2", [at("picture.mp4")]),
      "source_not_media",
      false,
    ],
    [
      "is a playlist that names a file",
      "list.mp4",
      () => writeFileSync(at("list.mp4"), "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
      "source_not_media",
      false,
    ],
    [
      "is a playlist that names the cloud's metadata",
      "meta.mp4",
      () => writeFileSync(at("meta.mp4"), "#EXTM3U\n#EXTINF:10,\nhttp://169.254.169.254/latest/meta-data/\n"),
      "source_not_media",
      false,
    ],
    [
      "is a concat script",
      "concat.mp4",
      () => writeFileSync(at("concat.mp4"), "ffconcat version 1.0\nfile '/etc/passwd'\n"),
      "source_not_media",
      false,
    ],
    [
      "is an SVG that names a file",
      "drawing.mp4",
      () =>
        writeFileSync(
          at("drawing.mp4"),
          '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        ),
      "source_not_media",
      false,
    ],
    [
      "is a zip",
      "zip.mp4",
      () => writeFileSync(at("zip.mp4"), Buffer.from("504b0304140000000800", "hex")),
      "source_not_media",
      false,
    ],
    [
      "is a song",
      "song.mp4",
      () => writeFileSync(at("song.mp4"), readFileSync(at("song.mp3"))),
      "source_not_media",
      false,
    ],
    [
      "is only sound in an MP4",
      "sound.mp4",
      () => sound(at("sound.mp4"), MUSIC, 3, "-c:a", "aac"),
      "video_without_frames",
      false,
    ],
    [
      "is only a header",
      "header.mp4",
      () => writeFileSync(at("header.mp4"), readFileSync(at("good.mp4")).subarray(0, 40)),
      "video_unreadable",
      false,
    ],
    [
      "lost its end, and its index with it",
      "cut.mp4",
      () => writeFileSync(at("cut.mp4"), readFileSync(at("good.mp4")).subarray(0, 40_000)),
      "video_unreadable",
      false,
    ],
    [
      "lost its end behind its index",
      "cut2.mp4",
      async () => {
        await indexFirst("cut2.mp4");
        truncateSync(at("cut2.mp4"), 40_000);
      },
      "video_too_short",
      false,
    ],
    [
      "has no frames behind its header",
      "scrap.mp4",
      async () => {
        await indexFirst("scrap.mp4");
        const file = readFileSync(at("scrap.mp4"));
        const mdat = file.indexOf("mdat") + 4;
        file.fill(0x55, mdat);
        writeFileSync(at("scrap.mp4"), file);
      },
      "video_unreadable",
      false,
    ],
    ["is shorter than asked", "short.mp4", () => video(at("short.mp4"), { seconds: 0.8 }), "video_too_short", false],
    ["claims a gigapixel picture", "huge.mp4", () => huge(at("huge.mp4")), "video_too_large", false],
    [
      "is larger than allowed",
      "large.mp4",
      () => writeFileSync(at("large.mp4"), Buffer.alloc(3_000_001)),
      "source_too_large",
      false,
    ],
    ["does not exist", "nothing.mp4", () => {}, "source_refused", false],
    [
      "has no sound when none is laid under it",
      "mute.mp4",
      () => video(at("mute.mp4"), { sound: null, seconds: 1.25 }),
      "video_without_sound",
      false,
    ],
    [
      "is silent when nothing is laid under it",
      "silent.mp4",
      () => video(at("silent.mp4"), { sound: "anullsrc=r=48000:cl=stereo", seconds: 1.25 }),
      "audio_silent",
      false,
    ],
  ];

  it.each(cases)("%s", async (_, name, make, code, retryable) => {
    await make();
    const { status, error, events } = await on.post(
      "/render",
      on.job(name, /scrap|cut2/.test(name) ? { audio: song() } : {}),
    );
    expect(status).toBe(200);
    expect(error).toMatchObject({ code, retryable });
    expect(error?.message).not.toContain(on.temporary);
    expect(events.filter(({ event }) => event !== "progress")).toHaveLength(1);
  });

  it("is black from beginning to end", async () => {
    await video(at("black.mp4"), { seconds: 1.25, picture: "color" });
    await expect(on.renderSmall(on.job("black.mp4"))).rejects.toMatchObject({ code: "gate_black" });
  });

  it("is one still picture", async () => {
    await video(at("still.mp4"), { seconds: 1.25, filters: "trim=end_frame=1,tpad=stop_mode=clone:stop_duration=2" });
    await expect(on.renderSmall(on.job("still.mp4"))).rejects.toMatchObject({ code: "gate_frozen" });
  });

  it("moves only between the pictures that are looked at first, which is not frozen", async () => {
    // Of eight keyframes the second, fourth, sixth and eighth are looked at; something shows in the fifth alone.
    const filters = "drawbox=c=gray:t=fill,drawbox=w=60:h=60:c=white:t=fill:enable='between(t,1.9,2.3)'";
    await video(at("brief.mp4"), { seconds: 4, picture: "color", filters });
    const output = { width: 720, height: 1280, durationSeconds: 4 } as const;
    expect(await on.renderSmall(on.job("brief.mp4", { output }))).toMatchObject({ poster: SMALL });
  });

  it("moves only in one corner, which is not frozen", async () => {
    const corner = "drawbox=c=gray:t=fill,drawbox=x=60:y=100:w=16:h=16:c=silver:t=fill:enable='lt(mod(t\\,1)\\,0.5)'";
    await video(at("corner.mp4"), { seconds: 1.25, filters: corner });
    expect(await on.renderSmall(on.job("corner.mp4"))).toMatchObject({ video: SMALL });
  });
});

/** A good video whose headers say that it is 40000 pixels wide and high. */
function huge(path: string): void {
  const file = Buffer.from(readFileSync(at("good.mp4")));
  const entry = file.indexOf("avc1", file.indexOf("stsd"));
  file.writeUInt16BE(40_000, entry + 28);
  file.writeUInt16BE(40_000, entry + 30);
  // Without the decoder's own record of the true size.
  file.write("free", file.indexOf("avcC"), "latin1");
  writeFileSync(path, file);
}

describe("a song that cannot be used", { timeout: 20_000 }, () => {
  const cases: [string, string, () => unknown, number, string][] = [
    ["is text", "text.mp3", () => writeFileSync(at("text.mp3"), "not music"), 0, "source_not_media"],
    [
      "is a playlist",
      "list.mp3",
      () => writeFileSync(at("list.mp3"), "#EXTM3U\nfile:///etc/passwd\n"),
      0,
      "source_not_media",
    ],
    [
      "has no sound in it",
      "mute.m4a",
      async () => writeFileSync(at("mute.m4a"), readFileSync(await video(at("m.mp4"), { sound: null }))),
      0,
      "audio_without_samples",
    ],
    ["ends before the asked place", "song.mp3", () => {}, 30, "audio_start_past_end"],
    ["is silent", "silent.wav", () => sound(at("silent.wav"), "anullsrc=r=48000:cl=mono", 3), 0, "audio_silent"],
    [
      "is broken inside",
      "broken.flac",
      async () => {
        await sound(at("broken.flac"), MUSIC, 3);
        truncateSync(at("broken.flac"), 50);
      },
      0,
      "audio_unreadable",
    ],
  ];

  it.each(cases)("%s", async (_, name, make, startSeconds, code) => {
    await make();
    const { error } = await on.post("/render", on.job("good.mp4", { audio: song(name, startSeconds) }));
    expect(error).toMatchObject({ code, retryable: false });
  });
});

describe("addresses", { timeout: 20_000 }, () => {
  let other: string;
  const server = createServer((_, response) => response.end(readFileSync(at("good.mp4"))));
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    other = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    ["the cloud's metadata", () => "http://169.254.169.254/latest/meta-data/"],
    ["another port of this machine", () => `${other}/good.mp4`],
    ["this machine by another name", () => `${on.origin.replace("127.0.0.1", "localhost")}/good.mp4`],
    ["a host that is not listed", () => "https://example.org/good.mp4"],
    ["a user name in front of the host", () => "https://good@127.0.0.1/good.mp4"],
  ])("%s is never asked", async (_, url) => {
    expect((await on.post("/render", on.job(url()))).error).toMatchObject({
      code: "source_forbidden",
      retryable: false,
    });
    expect(
      (await on.post("/render", on.job("good.mp4", { deliver: { video: { url: url() }, poster: { url: url() } } })))
        .error,
    ).toMatchObject({
      code: "delivery_forbidden",
      retryable: false,
    });
  });

  it.each(["file:///etc/passwd", "ftp://example.org/x", "data:video/mp4;base64,AA", "concat:/etc/passwd"])(
    "%s is not a job",
    async (url) => {
      expect(await on.post("/render", on.job("", { video: { url } }))).toMatchObject({
        status: 400,
        error: { code: "invalid_job" },
      });
    },
  );

  it("a redirect is followed when it leads to an allowed place", async () => {
    on.route("/moved.mp4", (_, response) => response.writeHead(302, { location: "/good.mp4" }).end());
    expect(await on.renderSmall(on.job("moved.mp4"))).toMatchObject({ video: SMALL });
  });

  it.each([
    ["another host", () => `${other}/good.mp4`],
    ["the cloud's metadata", () => "http://169.254.169.254/"],
    ["a file", () => "file:///etc/passwd"],
  ])("a redirect to %s is refused", async (_, location) => {
    on.route("/away.mp4", (_request, response) => response.writeHead(302, { location: location() }).end());
    expect((await on.post("/render", on.job("away.mp4"))).error).toMatchObject({
      code: "source_forbidden",
      retryable: false,
    });
  });

  it("a redirect in a circle ends", async () => {
    on.route("/circle.mp4", (_, response) => response.writeHead(302, { location: "/circle.mp4" }).end());
    expect((await on.post("/render", on.job("circle.mp4"))).error?.code).toBe("source_refused");
  });

  it("listed hosts are reached over https, on the usual port, by name", () => {
    const egress = { origins: ["http://127.0.0.1:9000"], hosts: ["media.example.com", "*.fal.media"] };
    const allowed = (url: string) => permission(new URL(url), egress);
    expect(allowed("https://media.example.com/x")).toBe("public");
    expect(allowed("https://v3.FAL.media/x")).toBe("public");
    expect(allowed("http://127.0.0.1:9000/x")).toBe("trusted");
    for (const url of [
      "http://media.example.com/x",
      "https://media.example.com:8443/x",
      "https://fal.media/x",
      "https://evilfal.media/x",
      "https://media.example.com.evil.org/x",
      "https://a:b@media.example.com/x",
      "http://127.0.0.1:9001/x",
    ]) {
      expect(allowed(url), url).toBe("forbidden");
    }
  });
});

describe("trouble that passes is told as such", { timeout: 20_000 }, () => {
  it("an origin that fails twice is asked a third time", async () => {
    let asked = 0;
    on.route("/shaky.mp4", (_, response) => {
      asked += 1;
      if (asked < 3) return void response.writeHead(503).end();
      response.end(readFileSync(at("good.mp4")));
    });
    expect(await on.renderSmall(on.job("shaky.mp4"))).toMatchObject({ video: SMALL });
    expect(asked).toBe(3);
  });

  it("an origin that stays down", async () => {
    on.route("/down.mp4", (_, response) => response.writeHead(500).end());
    expect((await on.post("/render", on.job("down.mp4"))).error).toMatchObject({
      code: "source_unreachable",
      retryable: true,
    });
  });

  it("a download that always breaks off", async () => {
    on.route("/broken.mp4", (_, response) => {
      response.writeHead(200, { "content-length": 100_000 });
      response.write(Buffer.alloc(1000));
      setTimeout(() => response.destroy(), 20);
    });
    expect((await on.post("/render", on.job("broken.mp4"))).error).toMatchObject({
      code: "source_incomplete",
      retryable: true,
    });
  });

  it("a file without an announced size is still held to the limit", async () => {
    on.route("/endless.mp4", (_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once("drain", send);
      };
      send();
    });
    expect((await on.post("/render", on.job("endless.mp4"))).error).toMatchObject({
      code: "source_too_large",
      retryable: false,
    });
  });
});

describe("delivery", { timeout: 20_000 }, () => {
  it("sends the bytes with their length, their type and the signed headers, and reports their MD5", async () => {
    const job = on.job("good.mp4");
    job.deliver.video.headers = { "If-None-Match": "*", "x-amz-meta-run": "7" };
    const { result } = await on.post("/render", job);
    const path = deliveredBy(on, job);
    const put = on.requests.find(({ method, url }) => method === "PUT" && job.deliver.video.url.endsWith(url));
    const bytes = readFileSync(path);
    expect(put?.headers).toMatchObject({
      "content-length": String(bytes.length),
      "content-type": "video/mp4",
      "if-none-match": "*",
      "x-amz-meta-run": "7",
    });
    expect(put?.headers["transfer-encoding"]).toBeUndefined();
    expect(result?.video).toEqual({
      bytes: bytes.length,
      md5: createHash("md5").update(bytes).digest("hex"),
      width: 720,
      height: 1280,
      durationSeconds: 1,
    });
    const poster = on.requests.find(({ method, url }) => method === "PUT" && job.deliver.poster.url.endsWith(url));
    expect(poster?.headers["content-type"]).toBe("image/jpeg");
  });

  /**
   * Has something delivered that is made in no time, and answers its PUT with each status in turn; a negative one takes the
   * bytes, then drops the connection.
   */
  const deliver = async (...statuses: number[]) => {
    let puts = 0;
    on.route("/clip.wav", (request, response) => {
      const status = statuses[Math.min(puts, statuses.length - 1)] ?? 500;
      puts += 1;
      request.resume();
      request.on("end", () => (status < 0 ? response.destroy() : response.writeHead(status).end()));
    });
    const { error } = await on.post("/cut", {
      audio: { ...song(), durationSeconds: 1 },
      deliver: { audio: { url: `${on.origin}/clip.wav` } },
    });
    return { error, puts };
  };

  it("is tried again after a server error", async () => {
    expect(await deliver(503, 500, 200)).toEqual({ error: undefined, puts: 3 });
  });

  it("takes a 412 after a lost reply for what it is: the first PUT arrived", async () => {
    expect(await deliver(-1, 412)).toEqual({ error: undefined, puts: 2 });
  });

  it.each([
    ["fails when someone else's bytes are there already", 412, "already_delivered", false, 1],
    ["fails for good when the URL has expired", 403, "delivery_refused", false, 1],
    ["can be tried later when the store stays down", 503, "delivery_failed", true, 4],
  ])("%s", async (_, status, code, retryable, puts) => {
    expect(await deliver(status)).toMatchObject({ error: { code, retryable }, puts });
  });
});

/** Has a stand-in do `instead` where a picture is to be encoded; else it runs the real ffmpeg. */
function standIn(instead: string): void {
  const real = ffmpegPath();
  const script = `#!/bin/sh\ncase "$*" in *libx264*) ${instead.replace("FFMPEG", real)};; esac\nexec "${real}" "$@"\n`;
  writeFileSync(at("ffmpeg"), script, { mode: 0o755 });
  binary.ffmpeg = at("ffmpeg");
}
afterEach(() => {
  binary.ffmpeg = undefined;
});

describe("ffmpeg in trouble", { timeout: 20_000 }, () => {
  it.each([
    ["is killed by the kernel for its memory", "kill -KILL $$", "out_of_memory"],
    ["is ended by someone", "kill -TERM $$", "process_killed"],
    ["meets a full disk", "echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1", "disk_full"],
    ["gets no memory", "echo 'Error: Cannot allocate memory' >&2; exit 1", "out_of_memory"],
  ])("%s", async (_, instead, code) => {
    standIn(instead);
    const { error } = await on.post("/render", on.job("good.mp4"));
    expect(error).toMatchObject({ code, retryable: true });
  });
});

describe("a job that is stopped", { timeout: 20_000 }, () => {
  // As long as an encoder runs, and next to nothing computed.
  beforeEach(() => standIn("exec FFMPEG -v error -re -f lavfi -i anullsrc -t 60 -f null instead"));
  const encoding = () => childCommands().some((command) => command.includes("anullsrc"));

  it("ends with its caller: ffmpeg is gone, the folder too, the place is free", async () => {
    const caller = new AbortController();
    const answer = on.post("/render", on.job("good.mp4"), caller.signal).catch((error: Error) => error.name);
    while (!encoding()) await sleep(50);
    caller.abort();
    expect(await answer).toBe("AbortError");
    for (let waited = 0; waited < 3000 && leftovers(on).length > 0; waited += 50) await sleep(50);
    expect(leftovers(on)).toEqual([]);
    const health = await (await fetch(`${on.address}/health`)).json();
    expect(health).toMatchObject({ status: "ok", busy: 0 });
  });

  it("ends at its deadline", async () => {
    const brief = await stage({ JOB_DEADLINE_SECONDS: "1", ALLOWED_ORIGINS: on.origin });
    const { error } = await brief.post("/render", on.job("good.mp4"));
    expect(error).toMatchObject({ code: "deadline_exceeded", retryable: true });
    expect(leftovers(brief)).toEqual([]);
    process.env.TMPDIR = on.temporary;
  });
});
