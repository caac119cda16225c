/** What the studio knows of runs: never less than it knew. */
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { apiKey } from "../../studio/api/session.ts";
import type { Run } from "../../studio/api/types.ts";
import { go } from "../../studio/state/route.ts";
import { announcement, goneFrom, lookAgain, runSignal, take, takeOffWall, wallIds } from "../../studio/state/runs.ts";
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

describe("when the wall is looked at again", () => {
  const asked: string[] = [];

  /** What the API has now: these runs, of which lists show some. */
  function has(runs: Run[], listed: Run[]): void {
    asked.length = 0;
    const answer = (request: Request) => {
      const { searchParams } = new URL(request.url);
      const ids = searchParams.getAll("runIds").flatMap((each) => each.split(","));
      asked.push(ids.length === 0 ? "list" : ids.join());
      if (ids.length === 0) return { runs: listed, next_cursor: null };
      const known = runs.filter((each) => ids.includes(each.id));
      return { runs: known, not_found: ids.filter((each) => known.every((run) => run.id !== each)) };
    };
    vi.stubGlobal("fetch", async (request: Request) => Response.json({ status: "success", ...answer(request) }));
    vi.stubGlobal("location", new URL("https://backline.example/"));
    vi.stubGlobal("history", { replaceState: () => undefined });
    // A client is made for each key.
    apiKey.value = `bk_${id}`;
    onTestFinished(() => {
      go("#/", true);
      apiKey.value = null;
      vi.unstubAllGlobals();
    });
  }
  const on = (name: string, part: Partial<Run> = {}, version = 1) =>
    run({ id: `run_${name}_${id}`, status: "COMPLETED", ...part }, { version });
  const deleted = { deletedAt: "2026-11-26T12:05:00.000Z" };
  const wall = () => wallIds.value.map((each) => each.split("_")[1]);

  test("what was deleted elsewhere leaves it, and what is new comes", async () => {
    const [stays, goes, comes] = [on("stays"), on("goes"), on("comes")];
    has([stays, comes], [comes, stays]);
    for (const each of [stays, goes]) take(each);
    wallIds.value = [goes.id, stays.id];
    await lookAgain();
    expect(wall()).toEqual(["comes", "stays"]);
    expect(asked).toEqual(["list"]);
  });

  test("so it does where the wall shows a status, and what has another by now stays", async () => {
    const open = { status: "EXECUTING" } as const;
    const [stays, goes, erased, ends] = [on("stays", open), on("goes", open), on("erased", open), on("ends", open)];
    const ended = on("ends", { output: output() }, 2);
    has([stays, ended, on("goes", deleted, 2)], [stays]);
    go("#/?status=open", true);
    for (const each of [stays, goes, erased, ends]) take(each);
    wallIds.value = [stays.id, goes.id, erased.id, ends.id];
    await lookAgain();
    expect(wall()).toEqual(["stays", "ends"]);
    expect(runSignal(ended.id)?.value.status).toBe("COMPLETED");
    expect(asked).toEqual(["list", [goes.id, erased.id, ends.id].join()]);
  });

  test("however many have another status by now", async () => {
    const ended = Array.from({ length: 101 }, (_, at) => on(`ended${at}`));
    has(ended.slice(0, 100), []);
    go("#/?status=open", true);
    for (const each of ended) take(each);
    wallIds.value = ended.map((each) => each.id);
    await lookAgain();
    expect(wall()).toHaveLength(100);
    expect(asked).toHaveLength(3);
  });
});
