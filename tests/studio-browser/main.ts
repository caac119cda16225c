/**
 * `npm run studio:test`: somebody makes videos in the studio, in a real browser on the live local stack, from signing in to
 * signing out. A few minutes; most of it is rendering.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEED } from "../../local/paths.ts";
import { startStack } from "../../local/stack.ts";
import { dropFile, launchBrowser, openPage, until } from "./browser.ts";

const MADE_MS = 300_000;

const browser = await launchBrowser();
if (typeof browser === "string") {
  console.log(browser);
  process.exit(0);
}
const state = mkdtempSync(join(tmpdir(), "backline-studio-"));
const stack = await startStack({
  ...{ state, ignoreDevVars: true, runtime: "workerd", seedExtent: "small" },
  fal: { latency: "instant" },
});
const { page, errors, foreign, close } = await openPage(browser, stack.url);

/** What a browser itself logs of answers that are meant to be refusals, and of a server that is gone. */
const EXPECTED =
  /^Failed to load resource: .*(401|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING)/;
let passed = 0;

async function step(what: string, act: () => Promise<void>): Promise<void> {
  const startedAt = Date.now();
  try {
    await act();
  } catch (error) {
    await page.screenshot({ path: join(tmpdir(), "backline-studio-failed.png") });
    throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
  }
  passed += 1;
  console.log(`ok   ${what} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

function must(is: boolean, what: string): void {
  if (!is) throw new Error(what);
}

const button = (name: string | RegExp) => page.getByRole("button", { name });
const tiles = page.locator("li.tile");
const finished = page.locator('li.tile[data-state="finished"]');
const song = join(SEED, "songs", "tansy-okoro", "porchlight.wav");
const face = join(SEED, "faces", "tansy-okoro.jpg");

try {
  await step("a wrong key is told from a right one", async () => {
    await page.goto(stack.url);
    await page.getByLabel("API key").fill("bk_wrong");
    await button("Sign in").click();
    await page.getByText("The server does not know this key.").waitFor();
  });
  await step("the local stack's key is offered, and signs in", async () => {
    await button("Use this machine’s key").click();
    await page.getByRole("heading", { name: "Nothing made yet" }).waitFor();
  });
  await step("an artist is added, with a face and a song that are dropped", async () => {
    await page.getByRole("link", { name: "Artists" }).click();
    await page.getByLabel(/new artist’s name/).fill("Mira Sol");
    await button("Add").click();
    await page.locator("h1", { hasText: "Mira Sol" }).waitFor();
    await dropFile(page, ".drop", face, "face.jpg", "image/jpeg");
    await page.locator("img.face-guide").waitFor({ timeout: 60_000 });
    await dropFile(page, ".drop >> nth=1", song, "porchlight.wav", "audio/wav");
    await page.locator(".songs li").first().waitFor({ timeout: 60_000 });
  });
  await step("three videos are made of her, and finish", async () => {
    await button("Make videos").first().click();
    await page.locator("label.face-choice:has(:checked)").getByRole("radio").first().waitFor({ state: "attached" });
    await button("Make 3 videos").click();
    await tiles.nth(2).waitFor();
    must((await tiles.count()) === 3, "Three tiles are there");
    await finished.nth(2).waitFor({ timeout: MADE_MS });
  });
  await step("one is played", async () => {
    await tiles.first().locator("a").click();
    await page.locator("video.stage-video").waitFor();
    await page.evaluate(`document.querySelector("video.stage-video").muted = true`);
    await page.evaluate(`document.querySelector("video.stage-video").play()`);
    await until(page, `document.querySelector("video.stage-video").currentTime > 0.3`, 30_000);
    await page.locator("dialog.opened").press("Escape");
    await page.locator("dialog.opened").waitFor({ state: "detached" });
  });
  await step("a line of the lyrics is set right, and heard", async () => {
    await page.getByRole("link", { name: "Artists" }).click();
    await page.locator("a.card", { hasText: "Mira Sol" }).click();
    await page.locator(".song-name").first().click();
    const line = page.locator(".lines li").first();
    await line.waitFor();
    const written = `${await line.locator("input").inputValue()} tonight`;
    await line.locator("input").fill(written);
    await button("Save and hear").click();
    await until(page, `document.querySelector("audio").currentTime > 0.1`, 20_000);
    await page.getByText("set right,").first().waitFor();
    must((await page.locator(".lines li input").first().inputValue()) === written, "The line is as it was written");
  });
  await step("a run is canceled, and tried again", async () => {
    await page.getByRole("link", { name: "Videos" }).click();
    await page.getByLabel("How many").fill("1");
    await button("Make the video").click();
    await tiles.nth(3).waitFor();
    await tiles.first().locator("a").click();
    const dialog = page.locator("dialog.opened");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.getByRole("button", { name: "Try again" }).click({ timeout: 30_000 });
    await dialog.getByRole("button", { name: "Cancel" }).waitFor();
    await dialog.press("Escape");
  });
  await step("the server goes, which is told, and comes back, which is seen", async () => {
    const restarted = stack.restart("worker");
    await tiles.first().locator("a").click();
    await page.locator(".gone").waitFor({ timeout: 30_000 });
    await restarted;
    await page.locator(".gone").waitFor({ state: "detached", timeout: 30_000 });
    await page.locator("dialog.opened").press("Escape");
    must((await tiles.count()) === 4, "The wall is as it was");
  });
  await step("a run is deleted while it is made, and stays away", async () => {
    await tiles.first().locator("a").click();
    const dialog = page.locator("dialog.opened");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.waitFor({ state: "detached" });
    must((await tiles.count()) === 3, "Its tile is gone");
    await page.reload();
    await tiles.nth(2).waitFor();
    must((await tiles.count()) === 3, "It stays away");
  });
  await step("the videos of a batch are downloaded as one zip", async () => {
    await tiles.first().locator("a").click();
    await page.getByRole("link", { name: /All of its batch/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 60_000 }),
      button("Download as zip").click(),
    ]);
    must(download.suggestedFilename().endsWith(".zip"), `It is named ${download.suggestedFilename()}`);
    const bytes = readFileSync(await download.path());
    must(bytes.subarray(0, 2).toString() === "PK" && bytes.length > 100_000, "It is a zip with videos in it");
    await page.getByRole("link", { name: "All videos" }).click();
  });
  await step("signed out, nothing of the key is left", async () => {
    await button("Sign out").click();
    await button("Sign in").waitFor();
    must((await page.evaluate<number>("localStorage.length + document.cookie.length")) <= 1, "Nothing is left");
    must((await page.evaluate<string | null>(`localStorage.getItem("backline.key")`)) === null, "No key is left");
  });
  await step("no error was logged, and no other host was asked", async () => {
    const own = errors.filter((error) => !EXPECTED.test(error));
    must(own.length === 0, own.join("\n"));
    must(foreign.length === 0, foreign.join("\n"));
  });
  console.log(`${passed} passed, in Chromium ${browser.version()}`);
} catch (error) {
  console.error(`FAIL ${error instanceof Error ? error.message : error}`);
  console.error(errors.slice(-5).join("\n"));
  process.exitCode = 1;
} finally {
  await close();
  await browser.close();
  await stack.stop();
  rmSync(state, { recursive: true, force: true });
}
