/** `npm run capacity`: writes the tables of docs/capacity.md. tests/docs/capacity.test.ts holds that they are up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";
import { withTables } from "./tables.ts";

const PAGE = join(ROOT, "docs", "capacity.md");
writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8")));
