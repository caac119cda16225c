/**
 * `npm run studio:look`: pictures of every page of the studio in out/studio, at three widths, light and dark, empty, running,
 * finished and failed; to be looked at. axe judges each, and what it finds serious fails.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBackline } from "../../client/index.ts";
import { ROOT, SEED } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import { launchBrowser, openPage, type Page, readAxe } from "./browser.ts";

const OUT = join(ROOT, "out", "studio");
const WIDTHS = [390, 820, 1440];
const SCHEMES = ["light", "dark"] as const;
const SCENES = ["artist-caption-stage", "artist-caption-outside", "artist-caption-bedroom", "album-record-store"];
const SETTLED_MS = 900;
/** Pages that are looked at down to their ends; of the others the first screen says all. */
const WHOLE = ["artist", "template", "template-own", "account", "account-told", "erasing"];

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string; any: { message: string }[] }[];
}

const browser = await launchBrowser();
if (typeof browser === "string") {
  console.log(browser);
  process.exit(0);
}
/** Listens well at most addresses, and badly at some. */
const receiver = createServer((incoming, outgoing) => {
  incoming.resume();
  outgoing.writeHead(incoming.url?.startsWith("/refuses") ? 500 : 204).end();
});
const receiverOrigin = `http://localhost:${await freePort()}`;
await new Promise<void>((resolve) => receiver.listen(Number(new URL(receiverOrigin).port), "localhost", resolve));

const state = mkdtempSync(join(tmpdir(), "backline-studio-"));
const stack = await startStack({
  ...{ state, ignoreDevVars: true, runtime: "workerd", fal: { latency: "demo" } },
  settings: { LOOPBACK_ORIGINS: receiverOrigin },
});
const [account] = stack.accounts;
const [artistId = "", secondId = ""] = account?.artistIds ?? [];
const key = account?.apiKey ?? "";
const backline = openBackline(stack.url, key);
mkdirSync(OUT, { recursive: true });
// axe is put into the page, which the page's policy is there to prevent.
const { page, close } = await openPage(browser, stack.url, { bypassCSP: true });
let serious = 0;

/** Pictures of where the page is, at every width, light and dark, and what axe says. */
async function look(name: string, href: string, opened = ""): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${stack.url}/${href}`);
  if (opened !== "") await page.locator("summary", { hasText: opened }).first().click();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(SETTLED_MS);
      const shot = `${name}-${width}-${colorScheme}`;
      await page.screenshot({ path: join(OUT, `${shot}.png`), fullPage: WHOLE.includes(name) });
      await judge(page, shot);
    }
  }
}

async function judge(judged: Page, shot: string): Promise<void> {
  await judged.evaluate(readAxe());
  const { violations } = await judged.evaluate<{ violations: Finding[] }>("axe.run()");
  for (const { id, impact, nodes } of violations) {
    console.log(`${shot}: ${impact} ${id}, ${nodes[0]?.html.slice(0, 120)}: ${nodes[0]?.any[0]?.message ?? ""}`);
    if (impact === "serious" || impact === "critical") serious += 1;
  }
}

const create = async (template: string, batch: number, artist_account_id = artistId) => {
  const { data } = await backline.POST("/api/content/create", { body: { artist_account_id, template, batch } });
  return data?.runIds ?? [];
};
const runs = async () => {
  const { data } = await backline.GET("/api/tasks/runs", { params: { query: { limit: 100 } } });
  return data?.runs ?? [];
};

async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 500));
}

/** A template like another, with a picture for the first of its references. */
async function ownTemplate(): Promise<string> {
  const path = { name: "album-record-store" };
  const { data } = await backline.GET("/api/content/templates/{name}", { params: { path } });
  if (!data) throw new Error("There is no template to make another from");
  const { builtIn: _, references, ...definition } = data.template;
  const name = "rooftop-dawn";
  const described = references.slice(0, 3).map(({ id, description }) => ({ id, description }));
  await backline.POST("/api/content/templates", { body: { ...definition, name, references: described } });
  const url = `${stack.url}/api/content/templates/${name}/references/${described[0]?.id}`;
  const headers = { "x-api-key": key, "content-type": "image/jpeg" };
  await fetch(url, { method: "PUT", headers, body: readFileSync(join(SEED, "faces", "tansy-okoro.jpg")) });
  return name;
}

const setFal = (settings: object) =>
  fetch(`${stack.falOrigin}/control/settings`, { method: "PATCH", body: JSON.stringify(settings) });

try {
  await look("signin", "");
  await page.evaluate(`localStorage.setItem("backline.key", ${JSON.stringify(key)})`);
  await look("empty", "#/");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator("button.make-open").click();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(SETTLED_MS);
    await page.screenshot({ path: join(OUT, `form-390-${colorScheme}.png`) });
    await judge(page, `form-390-${colorScheme}`);
  }

  for (const template of SCENES) await create(template, 2, template === SCENES[1] ? secondId : artistId);
  const count = async (status: string) => (await runs()).filter((run) => run.status === status).length;
  await until(async () => (await count("COMPLETED")) >= 2);
  await create("artist-caption-stage", 2, secondId);
  await look("running", "#/");
  const [open] = (await runs()).filter(({ status }) => status === "EXECUTING");
  await look("opened-running", `#/runs/${open?.id}`);
  await until(async () => (await count("COMPLETED")) >= 10);

  const settings = (await (await fetch(`${stack.falOrigin}/control/settings`)).json()) as { faults: object[] };
  await setFal({ faults: [{ kind: "fail", error: "content_policy_violation", next: 1 }] });
  const [failing] = await create("artist-caption-bedroom", 1);
  await until(async () => (await count("FAILED")) >= 1);
  await setFal({ faults: settings.faults });
  const [canceled] = await create("artist-caption-bedroom", 1);
  await backline.POST("/api/tasks/runs/{runId}/cancel", { params: { path: { runId: canceled ?? "" } } });
  await look("failed", "#/?status=failed");
  await look("opened-failed", `#/runs/${failing}`);
  await look("finished", "#/");
  const [first] = (await runs()).filter(({ status }) => status === "COMPLETED");
  await look("opened", `#/runs/${first?.id}`);
  await look("batch", `#/?batch=${first?.batchId}`);
  await look("artists", "#/artists");
  await look("artist", `#/artists/${artistId}`);
  await look("song", `#/artists/${artistId}/porchlight`);
  await look("templates", "#/templates");
  await look("template", "#/templates/artist-caption-stage");
  await look("account", "#/account");
  await look("nothing-found", "#/?tag=nobody-has-it");

  const own = await ownTemplate();
  await look("templates-own", "#/templates");
  await look("template-own", `#/templates/${own}`, "Change it");
  await backline.POST("/api/webhooks", { body: { url: `${receiverOrigin}/hooks/backline` } });
  await backline.POST("/api/webhooks", { body: { url: `${receiverOrigin}/refuses/what/it/is/told` } });
  const [told] = await create(own, 1);
  await until(async () => (await runs()).some(({ id, status }) => id === told && status === "COMPLETED"));
  await look("account-told", "#/account", "Deliveries");
  await backline.POST("/api/artists/{id}/erase", { params: { path: { id: secondId } } });
  await look("erasing", `#/artists/${secondId}`);
  console.log(
    `Pictures are in ${OUT}. ${serious === 0 ? "axe found nothing serious." : `axe found ${serious} serious.`}`,
  );
  process.exitCode = serious === 0 ? 0 : 1;
} finally {
  await close();
  await browser.close();
  await stack.stop();
  receiver.close();
  rmSync(state, { recursive: true, force: true });
}
