// Copies the scripts and styles of /docs to the Worker's assets, because none of them is kept in the repository. npm
// runs this after every install, so that the files are there for whatever starts or deploys the Worker, plain wrangler
// included.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
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
  copyFileSync(join(from, file), join(root, "public", "docs", file));
}
