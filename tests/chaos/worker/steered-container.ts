/**
 * Behaves as a platform's container: `running` tells what the platform knows, and a port leads there. The platform, and
 * what runs in the container, is a server at `origin`.
 */
import type { ContainerApi } from "../../../worker/rendering/container-api.ts";

export class SteeredContainer implements ContainerApi {
  running = false;
  readonly #origin: string;
  #started: Promise<unknown> = Promise.resolve();

  constructor(origin: string) {
    this.#origin = origin;
  }
  start(): void {
    this.running = true;
    this.#started = this.#tell("start");
  }
  async destroy(): Promise<void> {
    this.running = false;
    await this.#tell("destroy");
  }
  async setInactivityTimeout(): Promise<void> {}
  getTcpPort() {
    return {
      fetch: async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
        await this.#started;
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        try {
          return await fetch(`${this.#origin}${pathname}`, init);
        } catch (error) {
          // The platform notices that a process ended.
          this.running = (await (await this.#tell("running")).text()) === "true";
          throw error;
        }
      },
    };
  }
  #tell(what: string): Promise<Response> {
    return fetch(`${this.#origin}/platform/${what}`, { method: "POST" });
  }
}
