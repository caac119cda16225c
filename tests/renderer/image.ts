/** The renderer's image without Docker: what its Dockerfile copies and installs, in an empty folder. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";

interface Instruction {
  name: string;
  rest: string;
}

function instructions(text: string): Instruction[] {
  const lines = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .replaceAll("\\\n", " ")
    .split("\n");
  return lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return name && rest ? [{ name, rest }] : [];
  });
}

const DOCKERFILE = instructions(readFileSync(join(ROOT, "renderer", "Dockerfile"), "utf8"));

/** What the build takes from its context, the repository's root. */
export const copiedFiles = (): string[] =>
  DOCKERFILE.flatMap(({ name, rest }) => (name === "COPY" ? rest.split(/\s+/).slice(0, -1) : []));

/** What the image runs when it starts. */
export const command = (): string[] => JSON.parse(DOCKERFILE.find(({ name }) => name === "CMD")?.rest ?? "[]");

/** The variables that the image sets. */
export const environment = (): Record<string, string> =>
  Object.fromEntries(
    DOCKERFILE.flatMap(({ name, rest }) => (name === "ENV" ? rest.trim().split(/\s+/) : [])).map((each) => {
      const at = each.indexOf("=");
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );

/** Does as the Dockerfile says, below `folder` for `/`. Gives the directory in which the image starts. */
export function buildImage(folder: string): string {
  let directory = folder;
  for (const { name, rest } of DOCKERFILE) {
    if (name === "WORKDIR") {
      directory = join(folder, rest);
      mkdirSync(directory, { recursive: true });
    }
    if (name === "COPY") {
      const words = rest.split(/\s+/);
      const target = words.at(-1) ?? "";
      for (const source of words.slice(0, -1)) {
        // As Docker has it: a file goes into a target that ends in a slash, a folder's content becomes the target's.
        const isInto = target.endsWith("/");
        const path = isInto ? join(directory, target, source.split("/").at(-1) ?? "") : join(directory, target);
        cpSync(join(ROOT, source), path, { recursive: true });
      }
    }
    if (name === "RUN") {
      // Only what installs: Debian's packages and npm's own cache are no business of this machine's.
      for (const part of rest.split("&&").map((text) => text.trim())) {
        if (!part.startsWith("npm ci ")) continue;
        execFileSync("npm", [...part.split(/\s+/).slice(1), "--prefer-offline"], { cwd: directory, stdio: "pipe" });
      }
    }
  }
  return directory;
}
