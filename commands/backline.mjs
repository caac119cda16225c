#!/usr/bin/env node
// The command line's first file: any Node from 20 on starts it, and run.mjs hands over to the pinned one.
// npm runs scripts in the package's folder; what was typed is meant from where it was typed.
const typedIn = process.env.npm_lifecycle_event === "backline" ? process.env.INIT_CWD : undefined;
process.env.BACKLINE_CWD = typedIn ?? process.cwd();
process.argv.splice(1, 1, "run.mjs", "cli/main.ts");
await import("./run.mjs");
