/** The renderer's image without Docker: what its Dockerfile copies and installs, in an empty folder. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
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

/** What the lock file tells of a package, by where it is installed. */
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dependencies: z.record(z.string(), z.string()).default({}),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
      peerDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/**
 * Where the lock file in `directory` has what a workspace needs to run, and all that this needs: what `npm ci` installs, but
 * for what it leaves out on this machine.
 */
function needed(workspace: string, directory: string): Set<string> {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8")));
  const found = new Set<string>();
  /** As Node looks: in the package itself, then in each folder above it. */
  const place = (name: string, from: string): string | undefined => {
    const at = join(from, "node_modules", name);
    if (packages[at]) return at;
    return from === "." ? undefined : place(name, dirname(from));
  };
  const take = (from: string) => {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const at = place(name, from);
      if (!at || found.has(at)) continue;
      found.add(at);
      take(at);
    }
  };
  take(workspace);
  return found;
}

/**
 * Links what `npm ci` would install below `directory`: the image's own code finds that, and nothing else. That packages need
 * nothing else either shows where npm itself installs, which takes ten times as long: INSTALL_IMAGE=npm, as `npm run check`
 * has it.
 */
function install(workspace: string, directory: string): void {
  for (const at of needed(workspace, directory)) {
    // What is inside another package comes along with it; other machines' binaries are not there.
    if (!existsSync(join(ROOT, at)) || /node_modules\/.*node_modules\//.test(at)) continue;
    mkdirSync(dirname(join(directory, at)), { recursive: true });
    symlinkSync(join(ROOT, at), join(directory, at));
  }
}

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
        const [, workspace] = /^npm ci --workspace (\S+) --omit=dev /.exec(part) ?? [];
        if (workspace && process.env.INSTALL_IMAGE === "npm") {
          // Or npm would leave its compiled code in the temporary folder, which is the renderer's.
          const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
          execFileSync("npm", [...part.split(/\s+/).slice(1), "--prefer-offline"], {
            cwd: directory,
            env,
            stdio: "pipe",
          });
        } else if (workspace) install(workspace, directory);
        else if (part.startsWith("npm ")) expect(part).toMatch(/^npm cache clean /);
      }
    }
  }
  return directory;
}
