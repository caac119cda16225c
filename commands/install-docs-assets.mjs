// Puts what /docs is drawn with among the Worker's assets: nothing of it is kept in the repository. npm runs this after
// every install, so that the files are there for whatever starts or deploys the Worker, plain wrangler included.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  copyFileSync(join(from, file), join(root, "public", "docs", file));
}
