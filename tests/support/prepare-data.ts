/** Makes the data of prepared.ts in the folder that is named: what `npm test` does before it starts stacks. */
import { makePrepared } from "./prepared.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder?");
await makePrepared(folder);
