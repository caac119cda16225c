/** What guardedFetch does on the wire: with a DNS server and an HTTP server of its own, both real. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDnsServer, type Records } from "../../local/dns/server.ts";
import { type Guard, type GuardedRequest, guardedFetch } from "../../worker/net/guarded-fetch.ts";
import { UrlRefused } from "../../worker/net/refusal.ts";
import { openResolver } from "../../worker/net/resolver.ts";

const records: Records = {
  "private.example.com": { A: ["10.1.2.3"] },
  "half-private.example.com": { A: ["93.184.215.14", "127.0.0.1"] },
  "private-v6.example.com": { A: ["93.184.215.14"], AAAA: ["fd00::1"] },
  "mapped.example.com": { AAAA: ["::ffff:127.0.0.1"] },
  "metadata.example.com": { A: ["169.254.169.254"] },
  "empty.example.com": {},
};

const dns = createDnsServer(records);
let visited: string[] = [];
const site = createServer((incoming, outgoing) => {
  const path = incoming.url ?? "/";
  visited.push(`${incoming.method} ${path}`);
  const { searchParams } = new URL(path, "http://localhost");
  const redirect = (status: number, location: string) => outgoing.writeHead(status, { location }).end("elsewhere");
  if (path.startsWith("/redirect")) return void redirect(302, searchParams.get("to") ?? "");
  if (path.startsWith("/hops/")) {
    const left = Number(path.split("/")[2]);
    return void redirect(307, left === 1 ? "/file" : `/hops/${left - 1}`);
  }
  if (path === "/slow-headers") return;
  if (path === "/slow-body") return void outgoing.writeHead(200).write("a");
  if (path === "/announced") return void outgoing.writeHead(200, { "content-length": "5000" }).end("a".repeat(5000));
  if (path === "/endless") {
    outgoing.writeHead(200);
    const timer = setInterval(() => outgoing.write("a".repeat(1000)), 1);
    outgoing.on("close", () => clearInterval(timer));
    return;
  }
  if (path === "/missing") return void outgoing.writeHead(404).end("no");
  outgoing.writeHead(200, { "content-type": "text/plain" }).end("a file");
});

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
let net: Guard;
let origin = "";
beforeAll(async () => {
  origin = await listen(site);
  net = { resolve: openResolver(await listen(dns)), loopback: [origin] };
});
beforeEach(() => {
  visited = [];
});
afterAll(() => {
  for (const server of [site, dns]) {
    server.closeAllConnections();
    server.close();
  }
});

const usual: GuardedRequest = { timeoutMs: 2000, maxBytes: 1000 };
const fetchIt = (url: string, request: Partial<GuardedRequest> = {}, guard = net) =>
  guardedFetch({ net: guard }, url, { ...usual, ...request });
const refusal = (url: string, request: Partial<GuardedRequest> = {}, guard = net): Promise<string> =>
  fetchIt(url, request, guard).then(
    ({ status }) => `answered ${status}`,
    (error: unknown) => {
      if (error instanceof UrlRefused) return error.code;
      throw error;
    },
  );

describe("what is allowed", () => {
  test("is fetched whole, whatever its status", async () => {
    const { url, status, headers, bytes } = await fetchIt(`${origin}/file`);
    expect([url, status, headers.get("content-type")]).toEqual([`${origin}/file`, 200, "text/plain"]);
    expect(new TextDecoder().decode(bytes)).toBe("a file");
    expect((await fetchIt(`${origin}/missing`)).status).toBe(404);
  });

  test("may redirect three times", async () => {
    expect((await fetchIt(`${origin}/hops/3`)).url).toBe(`${origin}/file`);
    expect(await refusal(`${origin}/hops/4`)).toBe("too_many_redirects");
    expect(await refusal(`${origin}/hops/1`, { redirects: 0 })).toBe("too_many_redirects");
  });

  test("is posted to without following where it points", async () => {
    const { status, headers } = await fetchIt(`${origin}/redirect?to=/file`, { method: "POST", body: "hello" });
    expect([status, headers.get("location")]).toEqual([302, "/file"]);
    expect(visited).toEqual(["POST /redirect?to=/file"]);
  });

  test("may be read only so far", async () => {
    expect((await fetchIt(`${origin}/announced`, { beyond: "leave" })).bytes.byteLength).toBe(1000);
    expect((await fetchIt(`${origin}/endless`, { beyond: "leave" })).bytes.byteLength).toBe(1000);
  });
});

describe("what is refused", () => {
  test.each([
    "http://127.0.0.1:1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.1]/",
    "https://localhost/",
    "http://example.com/",
    "https://private.example.com/",
    "https://metadata.example.com/",
    "ftp://example.com/a",
  ])("a redirect to %s", async (to) => {
    expect(await refusal(`${origin}/redirect?to=${encodeURIComponent(to)}`)).toMatch(
      /^(host_not_public|url_not_https)$/,
    );
    expect(visited).toHaveLength(1);
  });

  test("a redirect to what is not a URL", async () => {
    expect(await refusal(`${origin}/redirect?to=${encodeURIComponent("https://[")}`)).toBe("url_invalid");
  });

  test.each([
    "private.example.com",
    "PRIVATE.example.com.",
    "half-private.example.com",
    "private-v6.example.com",
    "mapped.example.com",
    "metadata.example.com",
  ])("a name with an address that is not public: %s", async (name) => {
    expect(await refusal(`https://${name}/`)).toBe("host_not_public");
  });

  test("a name without an address", async () => {
    expect(await refusal("https://empty.example.com/")).toBe("host_not_found");
  });

  test("every name while DNS cannot be asked", async () => {
    const closed = await listen(createServer());
    const broken = createServer((_, outgoing) => outgoing.writeHead(500).end());
    const babbling = createServer((_, outgoing) => outgoing.end("<html>"));
    for (const server of [broken, babbling]) {
      const guard = { ...net, resolve: openResolver(await listen(server)) };
      expect(await refusal("https://example.com/", {}, guard)).toBe("dns_unavailable");
      server.closeAllConnections();
      server.close();
    }
    const silent = { ...net, resolve: openResolver(closed) };
    expect(await refusal("https://example.com/", { timeoutMs: 100 }, silent)).toBe("too_slow");
  });

  test("what is too large, announced or not", async () => {
    expect(await refusal(`${origin}/announced`)).toBe("too_large");
    expect(await refusal(`${origin}/endless`)).toBe("too_large");
  });

  test("what is too slow, before its headers or after", async () => {
    expect(await refusal(`${origin}/slow-headers`, { timeoutMs: 150 })).toBe("too_slow");
    expect(await refusal(`${origin}/slow-body`, { timeoutMs: 150 })).toBe("too_slow");
  });

  test("where nobody listens", async () => {
    const gone = createServer();
    const nobody = await listen(gone);
    gone.close();
    expect(await refusal(nobody, {}, { ...net, loopback: [nobody] })).toBe("unreachable");
  });
});
