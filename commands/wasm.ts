/**
 * `npm run wasm` makes renderer/src/heads/network.wasm of the text beside it. With --check it writes nothing, and fails if
 * the file is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import loadWabt from "wabt";
import { ROOT } from "../local/paths.ts";

const TEXT = join(ROOT, "renderer", "src", "heads", "network.wat");
const FILE = TEXT.replace(/wat$/, "wasm");

const wabt = await loadWabt();
const parsed = wabt.parseWat("network.wat", readFileSync(TEXT, "utf8"), { simd: true });
parsed.validate();
const binary = Buffer.from(parsed.toBinary({}).buffer);
if (!process.argv.includes("--check")) writeFileSync(FILE, binary);
else if (!readFileSync(FILE).equals(binary)) {
  console.log("renderer/src/heads/network.wasm is not what network.wat says: npm run wasm");
  process.exitCode = 1;
}
