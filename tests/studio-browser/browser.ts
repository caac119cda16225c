/**
 * A real Chromium for tests of the studio. It is installed for these commands alone, into .backline/browser: it is large, and
 * nothing else needs it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOCAL } from "../../local/paths.ts";

const PACKAGES = { "playwright-core": "1.65.1", "@sparticuz/chromium": "153.0.0", "axe-core": "4.14.1" };
const FOLDER = join(LOCAL, "browser");
/** Of browsers that the machine may have itself. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

// What is used of playwright-core, whose own types are installed only with it.
export interface Handle {
  asElement(): unknown;
}
export interface Locator {
  click(options?: { timeout?: number; force?: boolean }): Promise<void>;
  fill(text: string): Promise<void>;
  press(key: string): Promise<void>;
  count(): Promise<number>;
  first(): Locator;
  nth(index: number): Locator;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  getByRole(role: string, options?: { name?: string | RegExp }): Locator;
  waitFor(options?: { state?: "visible" | "hidden" | "attached" | "detached"; timeout?: number }): Promise<void>;
  textContent(): Promise<string | null>;
  inputValue(): Promise<string>;
  dispatchEvent(type: string, init: object): Promise<void>;
}
export interface Download {
  path(): Promise<string>;
  suggestedFilename(): string;
}
export interface Page {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  getByRole(role: string, options?: { name?: string | RegExp }): Locator;
  getByLabel(text: string | RegExp): Locator;
  getByText(text: string | RegExp): Locator;
  evaluate<Result>(script: string): Promise<Result>;
  evaluateHandle(script: string): Promise<Handle>;
  waitForEvent(name: "download", options?: { timeout?: number }): Promise<Download>;
  waitForTimeout(ms: number): Promise<void>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(options: { colorScheme?: "light" | "dark"; reducedMotion?: "reduce" | "no-preference" }): Promise<void>;
  addInitScript(script: { content: string }): Promise<void>;
  on(event: "console", handle: (message: { type(): string; text(): string }) => void): void;
  on(event: "pageerror", handle: (error: Error) => void): void;
  on(event: "request", handle: (request: { url(): string }) => void): void;
  close(): Promise<void>;
}
export interface Browser {
  newContext(options: object): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }>;
  version(): string;
  close(): Promise<void>;
}
interface Playwright {
  chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> };
}

const inFolder = (path: string) => join(FOLDER, "node_modules", path);

function install(): void {
  const wanted = JSON.stringify({ private: true, dependencies: PACKAGES });
  const file = join(FOLDER, "package.json");
  if (existsSync(file) && readFileSync(file, "utf8") === wanted && existsSync(inFolder("axe-core"))) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, wanted);
  process.stderr.write("Installing a browser …\n");
  const args = ["install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--loglevel=error", "--no-workspaces"];
  execFileSync("npm", args, { cwd: FOLDER, stdio: ["ignore", "ignore", "inherit"] });
}

/** The code of axe, to be evaluated in a page. */
export const readAxe = (): string => readFileSync(inFolder("axe-core/axe.min.js"), "utf8");

/** A browser, or why there is none on this machine, in a sentence. */
export async function launchBrowser(): Promise<Browser | string> {
  install();
  // Installed above; their types are given here.
  const load = async <Module>(path: string) => (await import(pathToFileURL(inFolder(path)).href)) as Module;
  const { chromium } = await load<Playwright>("playwright-core/index.mjs");
  const reasons: string[] = [];
  if (process.platform === "linux" && process.arch === "x64") {
    try {
      const { default: packed } = await load<{ default: { args: string[]; executablePath(): Promise<string> } }>(
        "@sparticuz/chromium/build/index.js",
      );
      // Its own list is for functions in a cloud: one process, no sound, no GPU.
      return await chromium.launch({ executablePath: await packed.executablePath(), args: ["--no-sandbox"] });
    } catch (error) {
      reasons.push(`the installed one: ${firstLine(error)}`);
    }
  }
  for (const executablePath of INSTALLED.filter(existsSync)) {
    try {
      return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    } catch (error) {
      reasons.push(`${executablePath}: ${firstLine(error)}`);
    }
  }
  return `Left out: there is no browser that runs on this machine (${reasons.join("; ") || "none was found"}).`;
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n")[0];

/** Opens a page, and notes what it does that it should not: errors, and calls of other hosts. */
export async function openPage(browser: Browser, origin: string, options: object = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== origin) foreign.push(request.url());
  });
  return { page, errors, foreign, close: () => context.close() };
}

/** Drops a file of this machine on what the selector finds, as a person would drag it there. */
export async function dropFile(page: Page, selector: string, path: string, name: string, type: string): Promise<void> {
  const content = readFileSync(path).toString("base64");
  const dataTransfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(content)}), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }));
    return transfer;
  })()`);
  const target = page.locator(selector).first();
  for (const event of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(event, { dataTransfer });
}

/** Waits until the expression is true in the page. Playwright's own way evaluates text in it, which its policy forbids. */
export async function until(page: Page, expression: string, timeoutMs = 30_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > giveUpAt) throw new Error(`After ${timeoutMs} ms it is not so: ${expression}`);
    await page.waitForTimeout(50);
  }
}
