/** The copies of wrangler.toml that stacks are measured with differ from it in what they are for, and in nothing else. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "smol-toml";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { writeWideQueues, writeWithoutConsumers } from "../../tests/support/copied-config.ts";

interface Config {
  queues: { producers: object[]; consumers?: { max_batch_size: number; retry_delay?: number }[] };
  d1_databases: object[];
  durable_objects: object;
}
const read = (path: string) => parse(readFileSync(path, "utf8")) as unknown as Config;
const product = read(join(ROOT, "wrangler.toml"));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "backline-configs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("without consumers, everything else is bound", () => {
  const { queues, d1_databases, durable_objects } = read(writeWithoutConsumers(folder));
  expect(queues).toEqual({ producers: product.queues.producers });
  expect({ d1_databases, durable_objects }).toEqual({
    d1_databases: product.d1_databases,
    durable_objects: product.durable_objects,
  });
});

test("with wide queues, every consumer is there, and takes a hundred", () => {
  const { consumers = [] } = read(writeWideQueues(folder)).queues;
  expect(consumers).toHaveLength(product.queues.consumers?.length ?? 0);
  for (const { max_batch_size, retry_delay } of consumers) {
    expect(max_batch_size).toBe(100);
    expect(retry_delay ?? 1).toBe(1);
  }
});
