/** What a stack starts is there for this machine alone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dnsLaunch, emulatorLaunch, rendererLaunch } from "../../local/companions.ts";
import { freePort } from "../../local/ports.ts";
import { openServiceGroup } from "../../local/service-group.ts";
import { fromElsewhere, otherAddress } from "../support/other-address.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-loopback-"));
const group = openServiceGroup(join(folder, "logs"));
const freeOrigin = async () => `http://127.0.0.1:${await freePort()}`;
let launches: ReturnType<typeof dnsLaunch>[];

beforeAll(async () => {
  launches = [
    rendererLaunch(await freeOrigin(), ["http://localhost:1"]),
    dnsLaunch(await freeOrigin()),
    emulatorLaunch(await freeOrigin(), folder, { latency: "instant", media: "instant" }),
  ];
  await Promise.all(launches.map(group.launch));
}, 60_000);
afterAll(async () => {
  await group.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.runIf(otherAddress)("no companion can be reached from the network", async () => {
  for (const { name, readyUrl } of launches) {
    expect((await fetch(readyUrl)).ok, name).toBe(true);
    await expect(fetch(fromElsewhere(readyUrl)), name).rejects.toThrow("fetch failed");
  }
});
