import { defineConfig } from "vitest/config";
import { PROJECTS } from "./tests/projects.ts";

export default defineConfig({ test: { projects: PROJECTS } });
