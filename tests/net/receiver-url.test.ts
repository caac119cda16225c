/** Which URLs messages can be sent to, when the DNS server is as bad as it can be. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { requireReceiverUrl } from "../../worker/http/url-refused.ts";
import { openResolver } from "../../worker/net/resolver.ts";
import type { Services } from "../../worker/services.ts";

const LOOKUP_MS = 50;
const timeout = AbortSignal.timeout;
let dns: Server;

afterEach(() => {
  vi.restoreAllMocks();
  dns.closeAllConnections();
  dns.close();
});

async function servicesWith(answers: Parameters<typeof createServer>[1]): Promise<Services> {
  dns = createServer(answers);
  await new Promise<void>((resolve) => dns.listen(0, "127.0.0.1", resolve));
  const resolve = openResolver(`http://127.0.0.1:${(dns.address() as AddressInfo).port}`);
  return { net: { resolve, loopback: [] } } as unknown as Services;
}

test.each<[string, Parameters<typeof createServer>[1]]>([
  ["never answers", () => {}],
  ["never ends its answer", (_, outgoing) => void outgoing.writeHead(200).write('{"Status":')],
  ["breaks off", (_, outgoing) => void outgoing.destroy()],
  ["fails", (_, outgoing) => void outgoing.writeHead(503).end()],
  ["babbles", (_, outgoing) => void outgoing.end("<html>")],
  ["knows nothing of the name", (_, outgoing) => void outgoing.end('{"Status":3}')],
  ["says that it failed", (_, outgoing) => void outgoing.end('{"Status":2}')],
])("a host is refused by its field, not as our fault, when DNS %s", async (_, answers) => {
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(LOOKUP_MS));
  const services = await servicesWith(answers);
  await expect(requireReceiverUrl(services, "https://hooks.example.com/", "webhook_url")).rejects.toMatchObject({
    status: 400,
    code: "url_refused",
    extra: { field: ["webhook_url"] },
  });
});
