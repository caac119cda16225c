import { networkInterfaces } from "node:os";

/** This machine's address as others on its network see it; undefined when it is on none. */
export const otherAddress: string | undefined = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === "IPv4" && !address.internal)?.address;

/** The same URL as somebody else on the network would ask for it. */
export function fromElsewhere(url: string): string {
  const elsewhere = new URL(url);
  elsewhere.hostname = otherAddress ?? "";
  return elsewhere.href;
}
