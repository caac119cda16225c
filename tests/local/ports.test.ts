/** Several programs look for ports at the same time. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { freePort } from "../../local/ports.ts";

let other: ChildProcess | undefined;
afterEach(() => void other?.kill("SIGKILL"));

test("a port that another program was given is free again only when that program has ended", async () => {
  const code = `const { freePort } = await import(${JSON.stringify(new URL("../../local/ports.ts", import.meta.url).href)});
    console.log(await freePort());
    setInterval(() => {}, 1000);`;
  other = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  const [told] = (await once(other.stdout ?? other, "data")) as [Buffer];
  const port = Number(told);
  // Nobody listens there yet.
  expect(await freePort(port)).not.toBe(port);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(await freePort(port)).toBe(port);
});
