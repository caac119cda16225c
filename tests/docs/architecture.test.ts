/**
 * The drawings are of the code: the state machines of docs/architecture.md have its states, its invariants are those
 * that are tested, its rooms those there are; and every step is in the graph, there and in README.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { type GenerationStatus, RUN_STATUSES, STEP_NAMES, type StepStatus } from "../../worker/domain/run.ts";
import { DELIVERY_STATUSES } from "../../worker/domain/webhook.ts";
import { INVARIANTS } from "../chaos/invariants.ts";

// By key, so that a status more or less in the type does not compile here.
const STEP: Record<StepStatus, true> = {
  blocked: true,
  ready: true,
  running: true,
  waiting: true,
  done: true,
  failed: true,
};
const GENERATION: Record<GenerationStatus, true> = {
  pending: true,
  submitting: true,
  submitted: true,
  completed: true,
  failed: true,
};

const page = readFileSync(join(ROOT, "docs", "architecture.md"), "utf8");

/** The two ends of every arrow in the diagram behind the mark. */
function arrowsOf(machine: string): [string, string][] {
  const diagram =
    new RegExp(`<!-- states:${machine} -->\\n\`\`\`mermaid\\nstateDiagram-v2\\n(.*?)\`\`\``, "s").exec(page)?.[1] ?? "";
  return diagram
    .trimEnd()
    .split("\n")
    .map((line): [string, string] => {
      const [, from, to] = /^ {2}(\S+) --> (\w+|\[\*\])(: .+)?$/.exec(line) ?? [];
      if (!from || !to) throw new Error(`Not an arrow: ${line}`);
      return [from, to];
    });
}

test.each([
  ["run", RUN_STATUSES],
  ["step", Object.keys(STEP)],
  ["generation", Object.keys(GENERATION)],
  ["delivery", DELIVERY_STATUSES],
])("the diagram of a %s has its states, and each is reached", (machine, statuses) => {
  const arrows = arrowsOf(machine);
  const states = new Set(arrows.flat());
  states.delete("[*]");
  expect([...states].sort()).toEqual([...statuses].sort());
  const reached = new Set(arrows.map(([, to]) => to));
  for (const status of statuses) expect(reached, status).toContain(status);
});

test.each(["README.md", "docs/architecture.md"])("the graph of a run in %s has every step once", (path) => {
  const blocks = readFileSync(join(ROOT, path), "utf8").matchAll(/^```[^\n]*\n(.*?)^```$/gms);
  const graph = [...blocks].map(([, block = ""]) => block).find((block) => block.startsWith("listen ")) ?? "";
  const names = graph.replace(/\(.*?\)/g, "").match(/[a-z]+(-[a-z]+)*/g);
  expect(names?.sort()).toEqual([...STEP_NAMES].sort());
});

test("the invariants are those that the fault campaigns hold", () => {
  const section = /^## Invariants\n(.*?)^## /ms.exec(page)?.[1] ?? "";
  const named = [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual(INVARIANTS.map(({ name }) => name));
});

test("every room is in the tables", () => {
  const foldersIn = (path: string) =>
    readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && !entry.name.startsWith(".") ? [`${path}${entry.name}/`] : [],
    );
  const notRooms = ["docs/", "node_modules/", "out/", "worker/"];
  const rooms = [...foldersIn(""), ...foldersIn("worker/")].filter((folder) => !notRooms.includes(folder));
  const section = /^## Rooms\n(.*?)^## /ms.exec(page)?.[1] ?? "";
  expect(rooms.filter((room) => !section.includes(`\`${room}\``))).toEqual([]);
});
