/** How images that a caller names by URL are fetched: from a server that holds its answers back. */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { accounts } from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { fetchReferenceImages } from "../../worker/library/reference-images.ts";
import type { Services } from "../../worker/services.ts";
import { picture } from "../support/files.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

const MOST = 10;
const good = picture("image/jpeg", 300, 300);
let bindings: Awaited<ReturnType<typeof openLocalDatabase>>;
let services: Services;
let site: Server;
let origin = "";
/** What was asked for and is not answered yet. */
let waiting: ServerResponse[] = [];
let asked = (_: ServerResponse[]) => {};

beforeAll(async () => {
  bindings = await openLocalDatabase();
  await bindings.db.insert(accounts).values({ id: "account", name: "Account", createdAt: 0 });
  site = createServer((_, outgoing) => {
    waiting.push(outgoing);
    asked(waiting);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const bucket = bindings.env.LIBRARY;
  services = {
    ...rowServices(bindings.db, () => 0),
    media: {
      bucket: (ref: MediaRef) => ({ bucket, key: ref.slice("library:".length) }),
      readUrl: async (ref: MediaRef) => `${origin}/${ref}`,
    },
    // To which every picture is in order.
    renderer: { picture: async () => ({ picture: null }) },
    net: { resolve: async () => [], loopback: [origin] },
  } as unknown as Services;
});
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await bindings.close();
});
beforeEach(() => {
  waiting = [];
});
afterEach(() => vi.restoreAllMocks());

/** Fetches as many images as a call may name, and has `answers` deal with all of them once all are asked for. */
async function fetchWith(answers: (all: ServerResponse[]) => void) {
  asked = (all) => {
    if (all.length === MOST) answers(all);
  };
  const urls = Array.from({ length: MOST }, (_, index) => `${origin}/${index}.jpg`);
  return fetchReferenceImages(services, { accountId: "account", artistId: "artist", urls });
}
const stored = async () => (await bindings.env.LIBRARY.list()).objects.length;

test("all are asked for at the same time", async () => {
  const fetched = await fetchWith((all) => {
    for (const outgoing of all) outgoing.end(good);
  });
  expect(fetched).toEqual({ refs: expect.arrayContaining([expect.stringMatching(/^library:/)]) });
  expect(await stored()).toBe(MOST);
});

test.each<[string, (all: ServerResponse[]) => void]>([
  ["say nothing", () => {}],
  ["begin and do not go on", (all) => void all.map((outgoing) => outgoing.writeHead(200).write(good.slice(0, 100)))],
])("all that %s are refused when the time of one is over", async (_, begin) => {
  const time = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(time.signal);
  const before = await stored();
  const fetched = await fetchWith((all) => {
    begin(all);
    setTimeout(() => time.abort(), 50);
  });
  expect(fetched).toEqual({
    refused: Array.from({ length: MOST }, (_, index) => ({
      ...{ index, code: "too_slow", message: "it took longer than 10 seconds" },
    })),
  });
  expect(await stored()).toBe(before);
});

test("of those that fail each says why, and what was stored of the others is deleted", async () => {
  const before = await stored();
  const fetched = await fetchWith((all) => {
    for (const [at, outgoing] of all.entries()) {
      if (at === 3) outgoing.writeHead(404).end();
      else outgoing.end(at === 5 ? "not a picture" : good);
    }
  });
  expect(fetched).toMatchObject({ refused: { length: 2 } });
  expect("refused" in fetched && fetched.refused.map(({ code }) => code).toSorted()).toEqual([
    "not_a_picture",
    "unreachable",
  ]);
  expect(await stored()).toBe(before);
});
