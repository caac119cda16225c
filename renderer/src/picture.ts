/**
 * What has to be done to a video to get the requested picture: pure functions from what was probed to ffmpeg arguments.
 * Nothing here comes from a caption's text or a file's name: every value is a number, or a word in this file.
 */
import { type Overlay, overlayFilters } from "./overlay.ts";
import type { Rate, VideoStream } from "./probe.ts";

export interface Frame {
  width: number;
  height: number;
}

export interface PicturePlan {
  frame: Frame;
  rate: Rate;
  /** Frames of the finished file. */
  frames: number;
  /** Take the video stream as it is. */
  copy: boolean;
  /** The filter graph from the takes (and the overlays, behind them and the sound) to `[picture]`. Unused when copying. */
  graph: string;
  /** Output options of the video stream. */
  encoding: string[];
}

const HELD_SECONDS = 0.15;
const LOWEST_RATE = 24_000 / 1001;
const HIGHEST_RATE = 60;
const STANDARD_RATES: readonly Rate[] = [
  [24_000, 1001],
  [24, 1],
  [25, 1],
  [30_000, 1001],
  [30, 1],
  [48, 1],
  [50, 1],
  [60_000, 1001],
  [60, 1],
];

/** The plan for `video` as `durationSeconds` of `frame`, with `overlays` laid over it one after the other. */
export function planPicture(
  video: VideoStream,
  frame: Frame,
  durationSeconds: number,
  overlays: readonly Overlay[],
): PicturePlan {
  const rate = outputRate(video);
  const frames = framesOf(durationSeconds, rate);
  return {
    frame,
    rate,
    frames,
    copy: overlays.length === 0 && isFit(video, frame, rate, frames),
    graph: graph([{ video, frames }], frame, rate, overlays),
    encoding: encoding(frame, rate),
  };
}

/** How many frames of `rate` a file of that many seconds has. */
export const framesOf = (durationSeconds: number, [over, under]: Rate): number =>
  Math.max(1, Math.round((durationSeconds * over) / under));

/** A take, and how many frames of the finished file it gives. */
interface Shown {
  video: VideoStream;
  frames: number;
}

/** The plan for takes that follow each other, each from its first frame, at `rate`. */
export const planShots = (
  takes: readonly Shown[],
  frame: Frame,
  rate: Rate,
  overlays: readonly Overlay[],
): PicturePlan => ({
  frame,
  rate,
  frames: framesIn(takes),
  copy: false,
  graph: graph(takes, frame, rate, overlays),
  encoding: encoding(frame, rate),
});

const framesIn = (takes: readonly Shown[]): number => takes.reduce((sum, { frames }) => sum + frames, 0);

/**
 * Whether the video is too short. Its last frame may stand in for up to 0.15 s (or one frame) of the requested time.
 */
export const isTooShort = (actualSeconds: number, askedSeconds: number, [over, under]: Rate): boolean =>
  askedSeconds - actualSeconds > Math.max(HELD_SECONDS, under / over) + 0.001;

/** The constant frame rate of the finished file: the video's own where platforms accept it. */
export function outputRate({ nominalRate, averageRate }: VideoStream): Rate {
  const value = (rate: Rate) => rate[0] / rate[1];
  const average = averageRate ?? nominalRate ?? [30, 1];
  const steady = nominalRate !== undefined && Math.abs(value(nominalRate) / value(average) - 1) < 0.005;
  const own = steady ? nominalRate : average;
  const near = STANDARD_RATES.find((rate) => Math.abs(value(rate) / value(own) - 1) < 0.0004);
  if (near) return near;
  const fps = value(own);
  if (fps < LOWEST_RATE) {
    // Motion stays even when every frame is repeated equally often: 16 becomes 32, 8 becomes 24, 15 becomes 30.
    const times = Math.ceil(24 / fps - 0.001);
    const multiple = fps * times;
    return steady && multiple <= HIGHEST_RATE ? reduce(own, times) : [30, 1];
  }
  if (fps > HIGHEST_RATE) {
    const share = Math.ceil(fps / HIGHEST_RATE - 0.001);
    return steady && Math.abs(fps / share - Math.round(fps / share)) < 0.001 ? [Math.round(fps / share), 1] : [60, 1];
  }
  if (steady) return own;
  // Variable: the rate it was meant to have, else the nearest standard one that drops no frame.
  const meant = nominalRate && STANDARD_RATES.find((rate) => Math.abs(value(rate) / value(nominalRate) - 1) < 0.0004);
  if (meant && value(meant) >= fps) return meant;
  return STANDARD_RATES.find((rate) => value(rate) >= fps * 0.99) ?? [60, 1];
}

const reduce = ([over, under]: Rate, times: number): Rate => {
  const fps = (over * times) / under;
  return Math.abs(fps - Math.round(fps)) < 0.001 ? [Math.round(fps), 1] : [over * times, under];
};

/** A glance at the picture of a video: it is this large, a second long. */
export const GLANCE: Frame = { width: 180, height: 320 };

// A little less than a second, because frames do not come at whole ones.
const ONE_A_SECOND = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,0.98)'";
const AS_GLANCE = `scale=w=${GLANCE.width}:h=${GLANCE.height}:flags=area,format=rgb24`;

/** The filters from a stream of `video` to a small picture of what `frame` shows, about one a second. */
export function glanceFilters(video: VideoStream, frame: Frame): string {
  const { x, y, width, height } = coverCrop(video, frame);
  return `${ONE_A_SECOND},crop=${width}:${height}:${x}:${y},${AS_GLANCE}`;
}

/** `graph` with a second output, `[glances]`: the picture as it comes, once a second, and without what is laid on it. */
export function withGlances(graph: string, takes: readonly { picture: VideoStream }[], frame: Frame): string {
  const [only] = takes;
  if (only && takes.length === 1) {
    const from = `[0:${only.picture.index}]`;
    const glances = `[glance]${glanceFilters(only.picture, frame)}[glances]`;
    return [`${from}split[whole][glance]`, glances, graph.replace(from, "[whole]")].join(";");
  }
  const glances = `[glance]${ONE_A_SECOND},${AS_GLANCE}[glances]`;
  return graph.replace(JOINED, `[joined]split[whole][glance];${glances};[whole]null`);
}

/** The part of the stored picture (turned upright) that fills `frame` without distortion. */
function coverCrop(video: VideoStream, frame: Frame): { x: number; y: number; width: number; height: number } {
  const turned = video.rotation % 180 !== 0;
  const width = turned ? video.height : video.width;
  const height = turned ? video.width : video.height;
  const pixelAspect = turned ? 1 / video.pixelAspect : video.pixelAspect;
  // The frame's shape, width over height, in pixels of the stored picture.
  const shape = frame.width / frame.height / pixelAspect;
  const wanted = { width: Math.min(width, height * shape), height: Math.min(height, width / shape) };
  const cropped = { width: evenly(wanted.width, width), height: evenly(wanted.height, height) };
  const at = (whole: number, part: number) => Math.floor((whole - part) / 4) * 2;
  return { ...cropped, x: at(width, cropped.width), y: at(height, cropped.height) };
}

/**
 * Rounded to an even number of pixels, because chroma is stored by pairs; the whole extent if the difference is under a
 * pixel.
 */
const evenly = (wanted: number, whole: number) =>
  whole - wanted < 1 ? whole : Math.max(2, Math.round(wanted / 2) * 2);

const isHdr = (video: VideoStream) => video.transfer === "smpte2084" || video.transfer === "arib-std-b67";

const isFullRange = (video: VideoStream) => video.range === "pc" || video.pixelFormat.startsWith("yuvj");

/**
 * The matrix that swscale reads the picture with. Players take untagged pictures of SD size for bt601, larger ones for
 * bt709.
 */
function inputMatrix(video: VideoStream): string {
  if (/^(smpte170m|bt470bg|bt470m)$/.test(video.matrix)) return "bt601";
  if (video.matrix.startsWith("bt2020")) return "bt2020";
  if (
    video.matrix === "unknown" &&
    Math.max(video.width, video.height) < 1280 &&
    Math.min(video.width, video.height) <= 576
  ) {
    return "bt601";
  }
  return "bt709";
}

/** Shots that follow each other, as they are passed on. */
const JOINED = "[joined]null";

/** Each take becomes a stretch of the frame's size and rate; then they follow each other, counted by frames. */
function graph(takes: readonly Shown[], frame: Frame, rate: Rate, overlays: readonly Overlay[]): string {
  const [only] = takes;
  const chain =
    only && takes.length === 1
      ? `[0:${only.video.index}]${stretch(only, frame, rate)}`
      : `${joined(takes, frame, rate)}[joined];${JOINED}`;
  if (overlays.length === 0) return `${chain}[picture]`;
  return [
    `${chain}[under0]`,
    ...overlays.map((overlay, at) =>
      overlayFilters(overlay, takes.length + 1 + at, rate, `under${at}`, `under${at + 1}`),
    ),
    `[under${overlays.length}]trim=end_frame=${framesIn(takes)}[picture]`,
  ].join(";");
}

/** The takes one after the other. */
function joined(takes: readonly Shown[], frame: Frame, rate: Rate): string {
  const stretches = takes.map(({ video, frames }, at) => {
    // The filter `fps` loses the last frame, because nothing tells how long it is shown: so there is one more.
    const shown = { video, frames: at === takes.length - 1 ? frames + 1 : frames };
    return `[${at}:${video.index}]${stretch(shown, frame, rate)}[shot${at}]`;
  });
  const names = takes.map((_, at) => `[shot${at}]`).join("");
  const [over, under] = rate;
  // The times that the filter `concat` gives are right to a microsecond, and no better.
  const inTime = `setpts=N*${under}/${over}/TB,fps=fps=${over}/${under}:start_time=0,trim=end_frame=${framesIn(takes)}`;
  return [...stretches, `${names}concat=n=${takes.length},${inTime}`].join(";");
}

/** The filters that make of a take so many frames of the finished picture; its last one is held for a moment if need be. */
function stretch({ video, frames }: Shown, frame: Frame, rate: Rate): string {
  const crop = coverCrop(video, frame);
  const turned = video.rotation % 180 !== 0;
  const [width, height] = turned ? [video.height, video.width] : [video.width, video.height];
  const reshaped = crop.width !== frame.width || crop.height !== frame.height;
  const planar = /^yuvj?420p$/.test(video.pixelFormat);
  const matrix = inputMatrix(video);
  const recoloured = !planar || isFullRange(video) || matrix !== "bt709";
  const picture = [
    video.interlaced ? "yadif=deint=interlaced" : "",
    `fps=fps=${rate[0]}/${rate[1]}:start_time=0`,
    crop.width !== width || crop.height !== height ? `crop=${crop.width}:${crop.height}:${crop.x}:${crop.y}` : "",
    ...(isHdr(video)
      ? [
          // Set explicitly, because files that state their transfer do not always state the rest.
          `setparams=range=${isFullRange(video) ? "pc" : "tv"}:color_primaries=bt2020:color_trc=${video.transfer}:colorspace=bt2020nc`,
          `zscale=w=${frame.width}:h=${frame.height}:t=linear:npl=100`,
          "format=gbrpf32le",
          "zscale=p=bt709",
          "tonemap=tonemap=hable:desat=0",
          "zscale=t=bt709:m=bt709:r=tv",
        ]
      : reshaped || recoloured
        ? [
            `scale=w=${frame.width}:h=${frame.height}:flags=bicubic${recoloured ? "+accurate_rnd+full_chroma_int" : ""}` +
              (/^(gbr|rgb|bgr)/.test(video.pixelFormat)
                ? ""
                : `:in_color_matrix=${matrix}:in_range=${isFullRange(video) ? "pc" : "tv"}`) +
              ":out_color_matrix=bt709:out_range=tv",
          ]
        : []),
    "format=yuv420p",
    "setsar=1",
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
    `tpad=stop_mode=clone:stop_duration=${HELD_SECONDS + 0.1}`,
    `trim=end_frame=${frames}`,
  ].filter((filter) => filter !== "");
  return picture.join(",");
}

/**
 * H.264 as platforms ask for it: a closed group of pictures every half second, two B-frames, bt709 in all four tags.
 * Always two B-frames, a short motion search, motion by whole macroblocks and no 4x4 blocks: searching further is a
 * third of the cost and worth a thousandth of SSIM (measured by bench/render), and platforms encode everything again
 * anyway. Three frames ahead instead of ten, and keyframes that are better by as much as looking ahead would make them:
 * a tenth of the cost, for a file that is 2 to 4 % larger at the same SSIM.
 */
function encoding(frame: Frame, rate: Rate): string[] {
  const group = String(groupLength(rate));
  const [quality, megabits] = frame.width >= 1080 ? ["20.4", 16] : ["20.1", 10];
  // biome-ignore format: an option and its value belong on one line
  return [
    "-c:v", "libx264", "-preset", "veryfast", "-crf", quality, "-x264-params", "me=dia:subme=1:b-adapt=0:weightp=0:weightb=0:partitions=i8x8:rc-lookahead=3:ipratio=1.8", "-profile:v", "high", "-pix_fmt", "yuv420p",
    "-maxrate", `${megabits}M`, "-bufsize", `${megabits}M`,
    "-bf", "2", "-g", group, "-keyint_min", group, "-sc_threshold", "0", "-flags", "+cgop",
    ...BT709,
  ];
}

const BT709 = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"];

/**
 * Whether the video stream is already, to the frame, what an encode would aim for (keyframes are checked separately).
 */
function isFit(video: VideoStream, frame: Frame, rate: Rate, frames: number): boolean {
  const same = (one: Rate | undefined) => one !== undefined && one[0] * rate[1] === one[1] * rate[0];
  return (
    video.codec === "h264" &&
    /^(High|Main)$/.test(video.profile) &&
    video.pixelFormat === "yuv420p" &&
    video.range !== "pc" &&
    [video.matrix, video.transfer, video.primaries].every((tag) => tag === "bt709") &&
    !video.interlaced &&
    video.rotation === 0 &&
    Math.abs(video.pixelAspect - 1) < 0.001 &&
    video.width === frame.width &&
    video.height === frame.height &&
    same(video.nominalRate) &&
    same(video.averageRate) &&
    video.frames === frames &&
    video.reorderedFrames <= 2 &&
    Math.abs(video.startSeconds) < 0.001
  );
}

/** Frames from keyframe to keyframe: as many as fit into half a second. */
export const groupLength = ([over, under]: Rate): number => Math.max(1, Math.floor(over / under / 2 + 0.01));

/** The longest gap between keyframes that still counts as half a second, in frames. */
export const longestGroup = ([over, under]: Rate): number => Math.ceil(over / under / 2);
