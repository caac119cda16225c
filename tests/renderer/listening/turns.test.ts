/** While a song is heard, whoever else waits for the event loop is not kept waiting. */
import { expect, test, vi } from "vitest";
import { runFfmpeg } from "../../../renderer/src/ffmpeg.ts";
import { judgeTempi } from "../../../renderer/src/listening/grid.ts";
import { hearOnsets } from "../../../renderer/src/listening/onsets.ts";
import { BANDS } from "../../../renderer/src/listening/spectra.ts";
import { Turns } from "../../../renderer/src/turns.ts";

/** Counts the turns of the event loop. */
function countTurns() {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  return { count: () => turns, stop: () => clearImmediate(next) };
}

test("what ffmpeg has written meanwhile is taken a piece at a time", async () => {
  const turns = countTurns();
  const taken: number[] = [];
  await runFfmpeg(
    ["-v", "error", "-f", "lavfi", "-i", "sine=r=48000:d=8", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:3"],
    {
      signal: new AbortController().signal,
      blame: "internal",
      onPipe3() {
        taken.push(turns.count());
        // As long as hearing takes: ffmpeg fills the pipe again.
        const until = performance.now() + 5;
        while (performance.now() < until);
      },
    },
  );
  turns.stop();
  expect(taken.length).toBeGreaterThan(20);
  // When a process exits, Node reads on once by itself.
  expect(new Set(taken).size).toBeGreaterThanOrEqual(taken.length - 1);
});

test("what is made of it gives way again and again", async () => {
  const frames = 6000;
  const spectra = {
    ...{ seconds: frames / 100, frames, notes: new Float32Array((12 * frames) / 10) },
    bands: Float32Array.from({ length: frames * BANDS }, (_, at) => (Math.floor(at / BANDS) % 50 < 5 ? 1 : 0.001)),
    channels: { left: 1, right: 1, phone: { both: 2, common: 1 } },
  };
  // Each look at the clock is a turn's end.
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 20));
  const turns = countTurns();
  try {
    const onsets = await hearOnsets(spectra, new Turns());
    const untilOnsets = turns.count();
    await judgeTempi(onsets, new Turns());
    // A turn for each frame and band table, then for each look, lag and frame of a tempo.
    expect(untilOnsets).toBeGreaterThanOrEqual(2 * frames);
    expect(turns.count() - untilOnsets).toBeGreaterThan(frames);
  } finally {
    clock.mockRestore();
    turns.stop();
  }
});
