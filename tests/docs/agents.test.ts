/** What agents are told by hand is true: the tools, calls and refusals that the skill speaks of are there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const { tools } = JSON.parse(read("public/docs/tools.json")) as {
  tools: { tool: { name: string; inputSchema: { properties: Record<string, unknown> } } }[];
};
const { paths } = JSON.parse(read("openapi.json")) as { paths: Record<string, Record<string, unknown>> };
const skill = read("skills/backline/SKILL.md");
const using = read("docs/using.md");

/** Words with an underscore are a tool's, an argument's, a field's or a code's. */
const named = (text: string) => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name = ""]) => name);

test("the skill has the form that agents look for", () => {
  const [, name, description = ""] = /^---\nname: ([a-z-]+)\ndescription: (.+)\n---\n/.exec(skill) ?? [];
  expect(name).toBe("backline");
  expect(description.length).toBeLessThan(1024);
});

test("every tool and argument that is spoken of is there", () => {
  const known = new Set([
    ...tools.flatMap(({ tool }) => [tool.name, ...Object.keys(tool.inputSchema.properties)]),
    ...(read("worker/contract/error-codes.ts")
      .match(/^ {2}[a-z_]+(?=:)/gm)
      ?.map((code) => code.trim()) ?? []),
    ...["price_not_agreed", "retry_after_seconds"],
  ]);
  const section = /## From an agent\n(.*?)\n## /s.exec(using)?.[1] ?? "";
  expect([...named(skill), ...named(section)].filter((name) => !known.has(name))).toEqual([]);
});

test("every tool is told of in using it", () => {
  expect(tools.map(({ tool }) => tool.name).filter((name) => !using.includes(`\`${name}\``))).toEqual([]);
});

test("the collection for Postman has every call, and no other", () => {
  interface Item {
    request?: { method: string; url: { path: string[] } };
    item?: Item[];
  }
  const callsOf = ({ request, item = [] }: Item): string[] => [
    ...(request ? [`${request.method} /${request.url.path.join("/").replace(/:(\w+)/g, "{$1}")}`] : []),
    ...item.flatMap(callsOf),
  ];
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(new Set(callsOf(JSON.parse(read("docs/postman.json"))))).toEqual(new Set(described));
});

test("every call that the skill speaks of is there", () => {
  const calls = [...skill.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/api\/[^`]+)`/g)];
  expect(calls.length).toBeGreaterThan(1);
  for (const [, method = "", path = ""] of calls) expect(paths[path]).toHaveProperty(method.toLowerCase());
});
