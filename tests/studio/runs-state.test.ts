/** What the studio knows of runs: never less than it knew. */
import { beforeEach, expect, test } from "vitest";
import { announcement, goneFrom, runSignal, take, takeOffWall, wallIds } from "../../studio/state/runs.ts";
import { output, run, step } from "./runs.ts";

let id = 0;
beforeEach(() => {
  id += 1;
  announcement.value = "";
});
const told = (part: Parameters<typeof run>[0] = {}, metadata: Parameters<typeof run>[1] = {}) =>
  run({ id: `run_${id}`, ...part }, metadata);
const now = () => runSignal(`run_${id}`)?.value;

test("an older version that comes late changes nothing", () => {
  take(told({}, { version: 5, progress: 0.6 }));
  take(told({}, { version: 4, progress: 0.3 }));
  expect(now()?.metadata.progress).toBe(0.6);
  take(told({}, { version: 6, progress: 0.9 }));
  expect(now()?.metadata.progress).toBe(0.9);
});

test("a list that leaves out steps takes none away that are known, and one that has them brings them", () => {
  take(told({}, { version: 5, steps: [] }));
  take(told({}, { version: 5, steps: [step()] }));
  take(told({}, { version: 5, steps: [] }));
  expect(now()?.metadata.steps).toHaveLength(1);
});

test("the end of a run is said to whoever cannot see it, once", () => {
  take(told({}, { version: 1 }));
  expect(announcement.value).toBe("");
  const finished = told({ status: "COMPLETED", output: output() }, { version: 2 });
  take(finished);
  expect(announcement.value).toBe("A video is finished.");
  announcement.value = "";
  take(finished);
  expect(announcement.value).toBe("");
});

test("a run that was deleted leaves the wall, whoever deleted it", () => {
  take(told());
  wallIds.value = [`run_${id}`, "run_other"];
  take(told({ deletedAt: "2026-11-26T12:05:00.000Z" }, { version: 9 }));
  expect(wallIds.value).toEqual(["run_other"]);
  takeOffWall("run_other");
  expect(wallIds.value).toEqual([]);
});

test("a run that the list leaves out is gone, unless it is older than what was listed", () => {
  const at = (minute: number) => run({ id: `run_at_${minute}`, createdAt: `2026-11-26T12:0${minute}:00.000Z` });
  for (const minute of [5, 4, 3, 2]) take(at(minute));
  const ids = ["run_at_5", "run_at_4", "run_at_3", "run_at_2"];
  expect(goneFrom(ids, { runs: [at(5), at(3)], next: "more" })).toEqual(["run_at_4"]);
  expect(goneFrom(ids, { runs: [at(5), at(3)], next: null })).toEqual(["run_at_4", "run_at_2"]);
  expect(goneFrom(ids, { runs: [], next: null })).toEqual(ids);
});
