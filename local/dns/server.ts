/**
 * DNS over HTTPS in its JSON form, as cloudflare-dns.com speaks it, over plain HTTP for the local stack. It asks this
 * machine's own resolver, so that public names work where there is a network; records given to it take precedence.
 */
import { resolve4, resolve6 } from "node:dns/promises";
import { createServer, type Server } from "node:http";

/** Addresses by name. */
export type Records = Record<string, { A?: string[] | undefined; AAAA?: string[] | undefined }>;

const TYPES = { A: 1, AAAA: 28 };
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

type RecordType = keyof typeof TYPES;
const isRecordType = (text: string): text is RecordType => text in TYPES;

export function createDnsServer(records: Records): Server {
  const find = async (name: string, type: RecordType): Promise<{ status: number; addresses: string[] }> => {
    const known = records[name];
    if (known) return { status: NO_ERROR, addresses: known[type] ?? [] };
    try {
      return { status: NO_ERROR, addresses: await (type === "A" ? resolve4(name) : resolve6(name)) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENODATA") return { status: NO_ERROR, addresses: [] };
      return { status: code === "ENOTFOUND" ? NO_SUCH_NAME : SERVER_FAILURE, addresses: [] };
    }
  };
  return createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    if (pathname === "/health") return void outgoing.end("ok");
    const name = searchParams.get("name")?.toLowerCase().replace(/\.$/, "") ?? "";
    const type = searchParams.get("type") ?? "A";
    if (pathname !== "/dns-query" || name === "" || !isRecordType(type)) {
      return void outgoing.writeHead(400).end("Ask /dns-query?name=…&type=A or AAAA");
    }
    void find(name, type).then(({ status, addresses }) => {
      const question = [{ name, type: TYPES[type] }];
      const answer = addresses.map((data) => ({ name, type: TYPES[type], TTL: 60, data }));
      outgoing.writeHead(200, { "content-type": "application/dns-json" }).end(
        JSON.stringify({
          Status: status,
          TC: false,
          RD: true,
          RA: true,
          AD: false,
          CD: false,
          Question: question,
          ...(answer.length > 0 ? { Answer: answer } : {}),
        }),
      );
    });
  });
}
