/**
 * `npm run studio:test`: somebody makes videos in the studio, in a real browser on the live local stack, from signing in to
 * signing out. A few minutes; most of it is rendering.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEED } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import { dropFile, launchBrowser, openPage, until } from "./browser.ts";

const MADE_MS = 300_000;
/** Of the Worker's seconds, so that an erasure is over in half a minute instead of ten. */
const TIME_SCALE = 0.05;
const ERASED_MS = 150_000;

const browser = await launchBrowser();
if (typeof browser === "string") {
  console.log(browser);
  process.exit(0);
}
/** Where somebody waits to be told of finished videos. */
const told: { type: string }[] = [];
const receiver = createServer(async (incoming, outgoing) => {
  told.push(JSON.parse(Buffer.concat(await incoming.toArray()).toString()));
  outgoing.writeHead(204).end();
});
const receiverOrigin = `http://localhost:${await freePort()}`;
await new Promise<void>((resolve) => receiver.listen(Number(new URL(receiverOrigin).port), "localhost", resolve));

const state = mkdtempSync(join(tmpdir(), "backline-studio-"));
const stack = await startStack({
  ...{ state, ignoreDevVars: true, runtime: "workerd", seedExtent: "small" },
  settings: { LOOPBACK_ORIGINS: receiverOrigin, TIME_SCALE: String(TIME_SCALE) },
  sweepEveryMs: 60_000 * TIME_SCALE,
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
  await step("a webhook is added, and its secret shown", async () => {
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByLabel("Where to tell of finished videos").fill(`${receiverOrigin}/hook`);
    await button("Add").click();
    must(/^whsec_/.test((await page.locator(".secret code").textContent()) ?? ""), "Its secret is shown");
    await button("I have it").click();
    await page.locator(".webhook", { hasText: `${receiverOrigin}/hook` }).waitFor();
  });
  await step("three videos are made of her, and finish", async () => {
    await page.getByRole("link", { name: "Artists" }).click();
    await page.locator("a.card", { hasText: "Mira Sol" }).click();
    await button("Make videos").first().click();
    await page.locator("label.face-choice:has(:checked)").getByRole("radio").first().waitFor({ state: "attached" });
    await button("Make 3 videos").click();
    await tiles.nth(2).waitFor();
    must((await tiles.count()) === 3, "Three tiles are there");
    await finished.nth(2).waitFor({ timeout: MADE_MS });
  });
  await step("what the webhook was told can be seen, sent again, and stopped", async () => {
    await page.getByRole("link", { name: "Account" }).click();
    const webhook = page.locator(".webhook");
    const deliveries = webhook.locator("details li");
    await webhook.locator("summary").click();
    await deliveries.nth(3).waitFor();
    must((await webhook.locator("details li", { hasText: "run.completed delivered" }).count()) === 3, "Three videos");
    must((await webhook.locator("details li", { hasText: "batch.finished delivered" }).count()) === 1, "And the batch");
    must(told.length === 4, `It was told ${told.length} times`);
    await deliveries.first().getByRole("button", { name: "Send again" }).click();
    await page.getByText("Sent again.").waitFor();
    for (let left = 100; told.length < 5 && left > 0; left--) await page.waitForTimeout(100);
    must(told.length === 5, "It is told again");
    await webhook.locator(".switch").click();
    await webhook.locator("input:not(:checked)").waitFor({ state: "attached" });
    await webhook.locator("p", { hasText: "off" }).first().waitFor();
    await webhook.getByRole("button", { name: "Delete" }).click();
    await webhook.getByRole("button", { name: "Delete" }).click();
    await page.getByText("Nobody is told of finished videos yet.").waitFor();
  });
  await step("a template of one’s own is made, gets its picture, and is used", async () => {
    await page.getByRole("link", { name: "Templates" }).click();
    await page.locator(".templates a", { hasText: "album record store" }).click();
    await page.locator("summary", { hasText: "Make one of your own" }).click();
    await page.getByLabel("What it is made of").fill("{");
    await page.getByLabel("Its name").fill("rooftop-dawn");
    await button("Save").click();
    await page.getByText(/This is no JSON/).waitFor();
    await page.reload();
    await page.locator("summary", { hasText: "Make one of your own" }).click();
    await page.getByLabel("Its name").fill("rooftop-dawn");
    await button("Save").click();
    await page.locator("h1", { hasText: "rooftop dawn" }).waitFor();
    must(
      (await page.locator("button.primary:disabled", { hasText: "Make videos" }).count()) === 1,
      "Not without picture",
    );
    await dropFile(page, ".references .drop", face, "face.jpg", "image/jpeg");
    await page.locator(".references img").waitFor({ timeout: 60_000 });
    await button("Make videos").click();
    await page.locator("label.scene:has(:checked)", { hasText: "rooftop dawn" }).waitFor();
    await page.getByLabel("How many").fill("1");
    await button("Make the video").click();
    await finished.nth(3).waitFor({ timeout: MADE_MS });
  });
  await step("it is changed, and deleted, and what was made in it stays", async () => {
    await page.getByRole("link", { name: "Templates" }).click();
    const listed = page.locator(".templates li", { hasText: "your own" });
    await listed.locator("img").waitFor();
    await listed.locator("a").click();
    await page.locator("summary", { hasText: "Change it" }).click();
    const text = page.getByLabel("What it is made of");
    await text.fill(JSON.stringify({ ...JSON.parse(await text.inputValue()), description: "Above the town." }));
    await button("Save").click();
    await page.locator(".page-head", { hasText: "Above the town." }).waitFor();
    await button("Delete it").click();
    await button("Delete it").click();
    await page.locator("h1", { hasText: "Templates" }).waitFor();
    must((await listed.count()) === 0, "It is gone");
    await page.getByRole("link", { name: "Videos" }).click();
    await finished.nth(3).waitFor();
    await page.locator("label.scene:has(:checked)", { hasText: "bedroom" }).waitFor();
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
    await tiles.nth(4).waitFor();
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
    must((await tiles.count()) === 5, "The wall is as it was");
  });
  await step("a run is deleted while it is made, and stays away", async () => {
    await tiles.first().locator("a").click();
    const dialog = page.locator("dialog.opened");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await dialog.waitFor({ state: "detached" });
    must((await tiles.count()) === 4, "Its tile is gone");
    await page.reload();
    await tiles.nth(3).waitFor();
    must((await tiles.count()) === 4, "It stays away");
  });
  await step("one that is deleted elsewhere leaves the wall, whatever is filtered by", async () => {
    await page.goto(`${stack.url}/#/?status=finished`);
    await finished.nth(3).waitFor();
    const oldest = await page.evaluate<string>(`document.querySelector("li.tile:last-child a").href`);
    const [id] = /run_\w+/.exec(oldest) ?? [];
    const headers = { "x-api-key": await page.evaluate<string>(`localStorage.getItem("backline.key")`) };
    const { status } = await fetch(`${stack.url}/api/tasks/runs/${id}`, { method: "DELETE", headers });
    must(status === 200, `It is deleted: ${status}`);
    await until(page, `document.querySelectorAll("li.tile").length === 3`, 30_000);
    await page.getByRole("link", { name: "Videos" }).click();
  });
  await step("the videos of a batch are downloaded as one zip", async () => {
    await tiles.nth(1).locator("a").click();
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
  await step("everything ever made of her is removed, which takes her name", async () => {
    await page.getByRole("link", { name: "Artists" }).click();
    await page.locator("a.card", { hasText: "Mira Sol" }).click();
    await page.getByLabel("To go on, type the name").fill("Mira");
    const remove = page.locator("form.erase button");
    must((await page.locator("form.erase button:disabled").count()) === 1, "Another name is not enough");
    await page.getByLabel("To go on, type the name").fill("Mira Sol");
    await remove.click();
    await page.getByText("What remains elsewhere").waitFor();
    await page.locator("p[role=status]", { hasText: /^[1-9]\d* files, 1 song / }).waitFor({ timeout: 60_000 });
    must((await page.locator(".remains li").count()) >= 4, "What remains is listed");
    must((await button("Make videos").count()) === 0, "Nothing more can be made of her");
    const [address, before] = [page.url(), errors.length];
    // Of those that are left, one is another's.
    await page.getByRole("link", { name: "Videos" }).click();
    await until(page, `document.querySelectorAll("li.tile").length === 1`, 60_000);
    // Whoever comes back sees how far it is.
    await page.goto("about:blank");
    await page.goto(address);
    await page.locator("h1", { hasText: "An artist who is gone" }).waitFor();
    await page.getByText("What remains elsewhere").waitFor();
    await page
      .locator("p[role=status]", { hasText: /^[1-9]\d* files, 1 song and the records of [1-9]\d* videos?\.$/ })
      .waitFor({ timeout: ERASED_MS });
    await page.getByRole("link", { name: "Artists" }).first().click();
    await page.locator("h1", { hasText: "Artists" }).waitFor();
    must((await page.locator("a.card", { hasText: "Mira Sol" }).count()) === 0, "She is in no list");
    // What a browser logs of files and an artist that are gone.
    const others = errors.splice(before).filter((error) => !/status of 404/.test(error));
    must(others.length === 0, others.join("\n"));
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
  receiver.close();
  rmSync(state, { recursive: true, force: true });
}
