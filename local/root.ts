/** The folder of the project, for programs that need nothing else of the local stack. */
import { dirname } from "node:path";

export const ROOT = dirname(import.meta.dirname);
