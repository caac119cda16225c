/** `node local/dns/main.ts --host 127.0.0.1 --port 8053 --records '{"name.example.com":{"A":["192.0.2.1"]}}'` */
import { parseArgs } from "node:util";
import { z } from "zod";
import { createDnsServer } from "./server.ts";

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string" },
    records: { type: "string", default: "{}" },
  },
});
const addresses = z.array(z.string()).optional();
const records = z.record(z.string(), z.object({ A: addresses, AAAA: addresses })).parse(JSON.parse(values.records));
createDnsServer(records).listen(z.coerce.number().int().parse(values.port), values.host);
