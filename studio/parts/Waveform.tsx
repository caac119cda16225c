/** How loud a song is when, with its sections and moments: to look at, and to choose a second in. */
import { type Signal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SongDetail } from "../api/types.ts";
import { clockTime } from "../text/format.ts";
import { barsOf } from "../text/waveform.ts";

interface WaveformProps {
  song: Pick<SongDetail, "analysis" | "moments" | "duration_seconds" | "title">;
  at: Signal<number>;
  chosen: { start: number; seconds: number } | null;
  onSeek: (seconds: number) => void;
}

const BAR = 3;
const GAP = 1;
const HEIGHT = 112;
const STEP_SECONDS = 1;
const LEAP_SECONDS = 10;

export function Waveform({ song, at, chosen, onSeek }: WaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLSpanElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const { analysis, moments, duration_seconds: duration } = song;
  const share = (seconds: number) => `${Math.min(100, (seconds / duration) * 100)}%`;

  useEffect(() => {
    const draw = () => canvas.current && drawWave(canvas.current, analysis?.loudness ?? []);
    draw();
    const watcher = new ResizeObserver(draw);
    if (canvas.current) watcher.observe(canvas.current);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      watcher.disconnect();
      scheme.removeEventListener("change", draw);
    };
  }, [analysis]);
  useSignalEffect(() => {
    if (head.current) head.current.style.left = share(at.value);
    slider.current?.setAttribute("aria-valuenow", String(Math.round(at.value)));
    slider.current?.setAttribute("aria-valuetext", clockTime(at.value));
  });

  const seekTo = (seconds: number) => onSeek(Math.min(duration, Math.max(0, seconds)));
  const seekByPointer = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    seekTo(((event.clientX - left) / width) * duration);
  };
  const seekByKey = (event: KeyboardEvent) => {
    const to = {
      ...{ ArrowLeft: at.value - STEP_SECONDS, ArrowDown: at.value - STEP_SECONDS },
      ...{ ArrowRight: at.value + STEP_SECONDS, ArrowUp: at.value + STEP_SECONDS },
      ...{ PageDown: at.value - LEAP_SECONDS, PageUp: at.value + LEAP_SECONDS, Home: 0, End: duration },
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seekTo(to);
  };
  return (
    <div
      ref={slider}
      class="waveform"
      role="slider"
      tabIndex={0}
      aria-label={`Second of ${song.title}`}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={0}
      onPointerDown={seekByPointer}
      onPointerMove={seekByPointer}
      onKeyDown={seekByKey}
    >
      <div class="sections" aria-hidden="true">
        {analysis?.sections.map(({ start_seconds, end_seconds, energy }) => (
          <i
            key={start_seconds}
            style={{
              left: share(start_seconds),
              width: share(end_seconds - start_seconds),
              "--energy": String(energy),
            }}
          />
        ))}
      </div>
      <canvas ref={canvas} height={HEIGHT} />
      {chosen !== null && <span class="chosen" style={{ left: share(chosen.start), width: share(chosen.seconds) }} />}
      {moments.map(({ id, start_seconds }) => (
        <span key={id} class="moment-mark" style={{ left: share(start_seconds) }} />
      ))}
      <span ref={head} class="playhead" />
    </div>
  );
}

function drawWave(canvas: HTMLCanvasElement, loudness: readonly number[]): void {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  context.fillStyle = getComputedStyle(canvas).color;
  const bars = barsOf(loudness, Math.floor(width / (BAR + GAP)));
  for (const [index, height] of bars.entries()) {
    const tall = Math.max(2, height * HEIGHT);
    context.fillRect(index * (BAR + GAP), (HEIGHT - tall) / 2, BAR, tall);
  }
}
