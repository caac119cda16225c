/**
 * How soon the studio is there, and whether it answers to its user while three hundred tiles change. A real browser; the
 * server is made up, so that nothing but the page is measured. Writes out/bench-studio.json.
 * Usage: npm run bench:studio [-- --runs=300 --seconds=20 --changes=60]
 */
import { gzipSync } from "node:zlib";
import { launchBrowser, openPage, until } from "../../tests/studio-browser/browser.ts";
import { writeResult } from "../result.ts";
import { serveStudio } from "./server.ts";

const option = (name: string, other: number) =>
  Number(process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? other);
const RUNS = option("runs", 300);
const SECONDS = option("seconds", 20);
/** Of all runs together, a second. */
const CHANGES = option("changes", 60);

const browser = await launchBrowser();
if (typeof browser === "string") {
  console.log(browser);
  process.exit(0);
}
const server = await serveStudio(RUNS, CHANGES);
const { page, errors, close } = await openPage(browser, server.url);
await page.addInitScript({
  content: `
    localStorage.setItem("backline.key", "bk_bench");
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) longTasks.push([Math.round(startTime), Math.round(duration)]);
    }).observe({ type: "longtask", buffered: true });
    const look = setInterval(() => {
      if (document.querySelector("form.create button[type=submit]:not(:disabled)") && document.querySelector(".tile-link")) {
        globalThis.interactiveAt = Math.round(performance.now());
        clearInterval(look);
      }
    }, 4);
  `,
});
try {
  await page.goto(server.url);
  await until(page, "globalThis.interactiveAt");
  const opened = await page.evaluate<Record<string, number>>(`({
    firstPaintMs: Math.round(performance.getEntriesByName("first-contentful-paint")[0].startTime),
    interactiveMs: interactiveAt,
  })`);
  // Scrolled through, until every page of the list is there.
  await until(page, `(window.scrollBy(0, 2000), document.querySelectorAll(".tile-link").length >= ${RUNS})`, 120_000);
  const filling = await page.evaluate<[number, number][]>("longTasks.splice(0)");
  const before = server.told();
  await page.evaluate("scrollTo(0, 0)");
  await page.waitForTimeout(SECONDS * 1000);
  const changing = await page.evaluate<[number, number][]>("longTasks.splice(0)");
  const script = Buffer.from(await (await fetch(`${server.url}/studio/index.js`)).arrayBuffer());
  const longest = (tasks: [number, number][]) => Math.max(0, ...tasks.map(([, ms]) => ms));
  const figures = {
    ...opened,
    scriptGzipBytes: gzipSync(script, { level: 9 }).byteLength,
    tiles: RUNS,
    fillingTasksOver50: filling.length,
    fillingLongestMs: longest(filling),
    changesTold: server.told() - before,
    changingTasksOver50: changing.length,
    changingLongestMs: longest(changing),
    errors: errors.length,
  };
  console.table(figures);
  writeResult("studio", figures);
} finally {
  await close();
  await browser.close();
  server.close();
}
