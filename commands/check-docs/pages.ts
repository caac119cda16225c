/** What a page of the documentation shows must exist: its code parses, its paths and npm scripts are there. */
import { spawnSync } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import type { remark } from "remark";
import { visit } from "unist-util-visit";

type Root = ReturnType<ReturnType<typeof remark>["parse"]>;
/** A page in unified's terms: complaints are attached to it at the line of a node. */
interface Page {
  message(reason: string, node: object): unknown;
}

/** What pages may refer to. */
export interface Repository {
  scripts: readonly string[];
  /** Whether there is a file or folder, by its path from the root. */
  has(path: string): boolean;
}

/** By language: why the code does not parse, or undefined. */
const PARSERS: Record<string, (code: string) => string | undefined> = {
  json: (code) => complaint(() => JSON.parse(code)),
  ts: (code) => complaint(() => stripTypeScriptTypes(code)),
  sh: (code) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: code, encoding: "utf8" });
    return status === 0 ? undefined : stderr.trim();
  },
};

function complaint(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * A plugin for remark: checks that every block of JSON, TypeScript and shell parses. Other languages are not checked.
 */
export function codeParses() {
  return (tree: Root, page: Page): void => {
    visit(tree, "code", (node) => {
      const wrong = PARSERS[node.lang ?? ""]?.(node.value);
      if (wrong !== undefined) page.message(`this ${node.lang} does not parse: ${wrong}`, node);
    });
  };
}

const PATH = /^(?:\.?[\w-]+\/)+[\w.-]*$/;
/** In the root, where only the extension tells a file from a word. */
const ROOT_FILE = /^(?:[A-Z]+\.md|\.dev\.vars\.example|[\w.-]+\.(?:json|toml))$/;
/** What programs generate, which a fresh clone does not have. */
const MADE = /^(?:\.backline|\.wrangler|out|node_modules)\//;

/** Whether inline code is meant as a path of this repository, and not as a model or somebody else's file. */
const isPath = (text: string, { has }: Repository): boolean =>
  ROOT_FILE.test(text) || (PATH.test(text) && !MADE.test(text) && has(text.slice(0, text.indexOf("/"))));

/** A plugin for remark: checks that every path, npm script and test that is named exists. */
export function namesAreThere(repository: Repository) {
  return (tree: Root, page: Page): void => {
    visit(tree, ["inlineCode", "code"], (node) => {
      if (!("value" in node)) return;
      const { type, value } = node;
      const paths = [...value.matchAll(/npm test -- (\w[\w.-]*\/[\w./-]+)/g)].map(([, path = ""]) => path);
      if (type === "inlineCode" && isPath(value, repository)) paths.push(value);
      for (const path of paths) if (!repository.has(path)) page.message(`there is no ${path}`, node);
      for (const [, script = ""] of value.matchAll(/npm run ([\w:-]+)/g)) {
        if (!repository.scripts.includes(script)) page.message(`package.json has no script ${script}`, node);
      }
    });
  };
}
