/**
 * `npm run document` writes what is made from the API's description: openapi.json (and the copy that is deployed), the
 * client's types, docs/calls.md, a collection for Postman, the tools of agents and llms.txt.
 * With --check it writes nothing, and fails if a file is out of date.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { typesOf } from "../client/generate.ts";
import { ROOT } from "../local/paths.ts";
import { callsPage } from "./calls-page.ts";
import { llmsPage } from "./llms-page.ts";
import { postmanCollection } from "./postman.ts";

// The routes are plain code, except for a class of the Workers runtime that two of their modules extend.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "cloudflare:workers"
      ? { url: "data:text/javascript,export class DurableObject {}", shortCircuit: true }
      : next(specifier, context),
});
// Imported by its path, because the Worker is checked with the types of its own runtime, not with Node's.
const load = (path: string) => import(pathToFileURL(join(ROOT, path)).href);
const { app } = await load("worker/http/index.ts");
const { documentOf } = await load("worker/openapi/document.ts");
const { toolsOf } = await load("worker/openapi/tools.ts");

const isCheck = process.argv.includes("--check");
const document: object = documentOf(app);
const tools: object = toolsOf(document);
const FILES = {
  "openapi.json": `${JSON.stringify(document, null, 2)}\n`,
  "client/schema.ts": await typesOf(document),
  "docs/calls.md": callsPage(document),
  "docs/postman.json": `${JSON.stringify(postmanCollection(document), null, 1)}\n`,
  "public/docs/tools.json": `${JSON.stringify(tools, null, 1)}\n`,
  "public/llms.txt": llmsPage(document, tools),
};
for (const [name, text] of Object.entries(FILES)) {
  const path = join(ROOT, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (isCheck) {
    console.log(`${name} is not what the routes say: npm run document`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}
if (!isCheck) execFileSync(process.execPath, [join(ROOT, "commands", "install-docs-assets.mjs")]);
