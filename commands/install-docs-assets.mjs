// Copies what /docs shows to the Worker's assets: its scripts and styles, none of which is kept in the repository, and the
// API's description. npm runs this after every install and wrangler before every bundle, so that the files are there, and
// as they are written here, for whatever starts or deploys the Worker, plain wrangler included.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assets = join(root, "public", "docs");
/** Where the package is, or undefined where npm only wrote a lock file and installed nothing. */
function installed() {
  try {
    return dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Writes an asset where it is not what it should be; whoever reads it meanwhile finds it whole. */
function keep(name, content) {
  const path = join(assets, name);
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  const written = `${path}.${process.pid}`;
  writeFileSync(written, content);
  renameSync(written, path);
}

const from = installed();
for (const name of from === undefined ? [] : ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  keep(name, readFileSync(join(from, name)));
}
const description = JSON.parse(readFileSync(join(root, "openapi.json"), "utf8"));
keep("openapi.json", Buffer.from(JSON.stringify(description)));
