import type { ContainerApi } from "./container-api.ts";

/** A renderer that runs as a process at `origin`, in the place of a container: its port leads there. */
export const processContainer = (origin: string): ContainerApi => ({
  running: true,
  start() {},
  async destroy() {},
  async setInactivityTimeout() {},
  getTcpPort: () => ({
    async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      return fetch(`${origin}${pathname}`, init);
    },
  }),
});
