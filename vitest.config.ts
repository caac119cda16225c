import { defineConfig } from "vitest/config";
import { PROJECTS } from "./commands/test/projects.ts";

export default defineConfig({ test: { projects: PROJECTS } });
