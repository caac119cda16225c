/** The drawing of the imports, and the rules that they are held to. */
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, test } from "vitest";
import { arrowsOf, flowchart, withoutShortcuts } from "../../commands/graph/draw.ts";
import { LAYERS, RULES } from "../../commands/graph/layers.ts";

const roomOf = (path: string) => (path.includes("/") ? path.split("/", 1)[0] : undefined);

describe("the drawing", () => {
  const arrows = arrowsOf(
    [
      { from: "http/a.ts", to: "runs/a.ts" },
      { from: "http/a.ts", to: "db/a.ts" },
      { from: "runs/a.ts", to: "db/b.ts" },
      { from: "runs/a.ts", to: "runs/b.ts" },
      { from: "runs/a.ts", to: "package.json" },
    ],
    roomOf,
  );

  test("has an arrow for every import between two rooms", () => {
    expect(arrows.get("http")).toEqual(new Set(["runs", "db"]));
    expect(arrows.get("runs")).toEqual(new Set(["db"]));
    expect(arrows.get("db")).toEqual(new Set());
  });

  test("leaves out an arrow that a longer way says as well", () => {
    expect(withoutShortcuts(arrows).get("http")).toEqual(new Set(["runs"]));
    expect(withoutShortcuts(arrows).get("runs")).toEqual(new Set(["db"]));
  });

  test("is a flowchart of named boxes", () => {
    expect(flowchart(new Map([["a/b", new Set(["c.ts"])]]), (room) => `<${room}>`).split("\n")).toEqual([
      "```mermaid",
      "flowchart TD",
      '  a_b["<a/b>"]',
      "  a_b --> c_ts",
      "```",
    ]);
  });
});

describe("the layers", () => {
  test("name every room once", () => {
    const rooms = LAYERS.flat();
    expect(new Set(rooms).size).toBe(rooms.length);
  });

  /** The names of the rules that an import breaks, by the patterns alone. */
  const broken = (from: string, to: string) =>
    RULES.filter((rule) => {
      const matches = (pattern: string | string[] | undefined, path: string) =>
        [pattern ?? ".*"].flat().some((each) => new RegExp(each).test(path));
      // Every rule of ours that tells two rooms apart has these.
      const { from: source, to: target } = rule as {
        from: { path?: string | string[] };
        to: { path?: string | string[]; pathNot?: string | string[] };
      };
      return (
        source.path !== undefined &&
        target.path !== undefined &&
        matches(source.path, from) &&
        matches(target.path, to) &&
        !(target.pathNot && matches(target.pathNot, to))
      );
    }).map(({ name }) => name);

  test.each([
    ["worker/runs/a.ts", "worker/http/a.ts"],
    ["worker/db/a.ts", "worker/services.ts"],
    ["worker/library/a.ts", "worker/accounts/a.ts"],
    ["worker/domain/a.ts", "emulator/a.ts"],
    ["worker/http/routes/a.ts", "worker/db/schema.ts"],
    ["worker/steps/a.ts", "worker/media/store.ts"],
    ["worker/runs/a.ts", "renderer/src/render.ts"],
    ["renderer/src/a.ts", "worker/domain/media.ts"],
  ])("refuse that %s imports %s", (from, to) => {
    expect(broken(from, to)).not.toEqual([]);
  });

  test.each([
    ["worker/http/routes/a.ts", "worker/runs/a.ts"],
    ["worker/webhooks/a.ts", "worker/runs/a.ts"],
    ["worker/runs/a.ts", "worker/runs/b.ts"],
    ["worker/domain/a.ts", "renderer/contract/job.ts"],
  ])("allow that %s imports %s", (from, to) => {
    expect(broken(from, to)).toEqual([]);
  });

  test("see imports of types alone", async () => {
    // SWC leaves such imports out of what runs: the tool must see them all the same.
    const { output } = await cruise(["tests/commands/upwards"], {
      ruleSet: {
        forbidden: [
          {
            name: "upwards",
            severity: "error",
            from: { path: "^tests/commands/upwards/low/" },
            to: { path: "^tests/commands/upwards/high/" },
          },
        ],
      },
      validate: true,
      parser: "swc",
      tsPreCompilationDeps: true,
    });
    expect((output as ICruiseResult).summary.violations.map(({ from }) => from)).toEqual([
      "tests/commands/upwards/low/only-a-type.ts",
    ]);
  });
});
