import { afterEach, expect, test, vi } from "vitest";
import { consoleLog } from "../../worker/log.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test.each(["info", "warn"] as const)(
  "a line of level %s is one JSON object with its time, event and fields",
  (level) => {
    vi.useFakeTimers({ now: Date.parse("2026-11-10T12:00:00Z") });
    const written = vi.spyOn(console, level === "info" ? "log" : "warn").mockImplementation(() => {});
    consoleLog[level]("song_measured", { songId: "song_1", left: undefined });
    expect(written.mock.calls).toEqual([
      ['{"at":"2026-11-10T12:00:00.000Z","event":"song_measured","songId":"song_1"}'],
    ]);
  },
);

test("an error is told with its causes and its stack", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-10T12:00:00Z") });
  const written = vi.spyOn(console, "error").mockImplementation(() => {});
  const error = new Error("no copy", { cause: new TypeError("no bytes") });
  consoleLog.error("song_not_copied", error, { songId: "song_1" });
  const [[line] = []] = written.mock.calls;
  expect(JSON.parse(String(line))).toEqual({
    at: "2026-11-10T12:00:00.000Z",
    event: "song_not_copied",
    songId: "song_1",
    error: "Error: no copy (TypeError: no bytes)",
    stack: error.stack,
  });
});
