// Copies what /docs shows to the Worker's assets: its scripts and styles, none of which is kept in the repository, and the
// API's description. npm runs this after every install, so that the files are there for whatever starts or deploys the
// Worker, plain wrangler included.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
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

const from = installed();
for (const file of from === undefined ? [] : ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  copyFileSync(join(from, file), join(assets, file));
}
const description = JSON.parse(readFileSync(join(root, "openapi.json"), "utf8"));
writeFileSync(join(assets, "openapi.json"), JSON.stringify(description));
