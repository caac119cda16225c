/**
 * Builds the studio into the Worker's assets. wrangler runs it before it bundles the Worker, so everything that starts or
 * deploys one has the page; where the sources are those that it was built from, nothing is done.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../local/paths.ts";

const SOURCES = join(ROOT, "studio");
const PUBLIC = join(ROOT, "public");
/** In the page: what it was built from. */
const BUILD = /<meta name="build" content="(\w*)">/;

const FILES = [
  ...globSync("**/*", { cwd: SOURCES, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
  ...["client/index.ts", "package-lock.json", "commands/studio.ts"].map((path) => join(ROOT, path)),
];

/** Names the content of all that the studio is made of. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of FILES.toSorted()) {
    hash.update(`${file.slice(ROOT.length)}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex").slice(0, 16);
}

const wanted = fingerprint();
const page = join(PUBLIC, "index.html");
const isBuilt = existsSync(page) && BUILD.exec(readFileSync(page, "utf8"))?.[1] === wanted;

if (!isBuilt) {
  const { build } = await import("vite");
  // Beside the place where it goes, so that files are moved there and never half written.
  const folder = join(ROOT, "node_modules", ".cache", `studio-${process.pid}`);
  try {
    await build({
      root: SOURCES,
      configFile: false,
      logLevel: "warn",
      publicDir: false,
      build: {
        outDir: folder,
        emptyOutDir: true,
        assetsDir: "studio",
        target: "es2023",
        modulePreload: false,
        // The policy of the page allows files, and nothing inline.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 200,
        rolldownOptions: {
          output: {
            // Names without a hash: a stack that is up knows the names it began with, and browsers ask whether a file changed.
            entryFileNames: "studio/[name].js",
            assetFileNames: "studio/[name][extname]",
          },
        },
      },
      plugins: [
        { name: "build", transformIndexHtml: (html) => html.replace(BUILD, (tag) => tag.replace('""', `"${wanted}"`)) },
      ],
    });
    mkdirSync(join(PUBLIC, "studio"), { recursive: true });
    const made = readdirSync(join(folder, "studio"));
    for (const name of made) renameSync(join(folder, "studio", name), join(PUBLIC, "studio", name));
    // Last, because it names the others.
    renameSync(join(folder, "index.html"), page);
    for (const name of readdirSync(join(PUBLIC, "studio"))) {
      if (!made.includes(name)) rmSync(join(PUBLIC, "studio", name), { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
