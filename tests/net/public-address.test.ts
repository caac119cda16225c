/** Which addresses are public: one table that the Worker, by a URL's text, and the renderer, by its look-up, both obey. */
import { expect, test } from "vitest";
import { isPublicAddress } from "../../renderer/contract/public-address.ts";
import { publicLookup } from "../../renderer/src/egress.ts";
import { parsePublicUrl } from "../../worker/net/url.ts";

const PUBLIC = [
  ...["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "168.63.129.15"],
  ...["2606:4700:4700::1111", "2a00:1450:4001:800::200e", "2400:cb00::1"],
];

const NOT_PUBLIC = [
  // Loopback, private, shared, link-local with the clouds' metadata services.
  ...["0.0.0.0", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.20.0.1", "172.31.255.255", "192.168.1.1"],
  ...["100.64.0.1", "100.100.100.200", "169.254.169.254", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254"],
  // A cloud's host, at a number that looks public.
  "168.63.129.16",
  // Set aside by the registries: protocol assignments, AS112, automatic multicast tunnels, 6to4 relays.
  ...["192.0.0.192", "192.31.196.1", "192.52.193.1", "192.175.48.1", "192.88.99.1"],
  ...["2001:10::1", "2001:20::1", "2620:4f:8000::1", "5f00::1", "100::1", "4000::1", "fec0::1"],
  // Documentation, benchmarks, multicast, reserved.
  ...["192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"],
  ...["2001:db8::1", "3fff::1", "ff02::1"],
  // An IPv4 address inside an IPv6 one.
  ...["::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:7f00:1::"],
];

function workerReaches(address: string): boolean {
  try {
    parsePublicUrl(`https://${address.includes(":") ? `[${address}]` : address}/`, []);
    return true;
  } catch {
    return false;
  }
}

// The look-up of an address is that address, and asks no DNS server.
const rendererReaches = (address: string): Promise<boolean> =>
  new Promise((resolve) => publicLookup(address, { all: true }, (error) => resolve(error === null)));

test.each(PUBLIC)("%s is reached", async (address) => {
  expect({ worker: workerReaches(address), renderer: await rendererReaches(address) }).toEqual({
    worker: true,
    renderer: true,
  });
});

test.each(NOT_PUBLIC)("%s is not", async (address) => {
  expect({ worker: workerReaches(address), renderer: await rendererReaches(address) }).toEqual({
    worker: false,
    renderer: false,
  });
});

test.each([
  ...["010.8.8.8", "8.8", "134744072", "0x8080808", "2606:4700::1%eth0", "fe80::1%lo0"],
  ...["", "example.com", "nonsense"],
])("%j is no address in the one spelling that is believed", (text) => {
  expect(isPublicAddress(text)).toBe(false);
});
