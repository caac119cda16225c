/**
 * The platform that the containers of renderers run on, as a part of the stand-in renderer's server. Each instance has a
 * container of its own, which may not be had, hang, start slowly, die, drain, or be hidden by a gateway.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dice } from "../../emulator/dice.ts";

/** What can become of a container as it starts. */
const AT_START = ["container-absent", "container-hangs", "container-slow"] as const;
/** And as it is given a job. */
const AT_JOB = [
  // Ends in the middle of the job, and of all others that it has.
  "container-dies",
  // Finishes what it has, takes nothing more, and then ends.
  "container-drains",
  // A gateway's page in its place, for some seconds.
  "container-page",
  // Answers a 503 that says nothing.
  "container-mute",
  // Answers nothing from now on.
  "container-stuck",
] as const;
export const CONTAINER_FAULTS = [...AT_START, ...AT_JOB] as const;
export type ContainerFault = (typeof CONTAINER_FAULTS)[number];

/** Seconds, scaled like all times: until a slow one listens, a page is gone, and a drained one ends. */
const SECONDS = { slow: 10, page: 5, drain: 20 };
const DIES_AFTER_MS = 20;

interface Container {
  manner: "good" | "stuck" | "slow" | "page" | "draining";
  /** The end of that manner, Unix milliseconds. */
  until: number;
  jobs: Set<IncomingMessage>;
}

export class Containers {
  readonly strikes: ContainerFault[] = [];
  /** False: the platform has no container for anybody. */
  #isPlatformUp = true;
  faults: Partial<Record<ContainerFault, number>> = {};
  readonly #running = new Map<string, Container>();
  readonly #dice: Dice;
  readonly #timeScale: number;

  constructor(dice: Dice, timeScale: number) {
    this.#dice = dice;
    this.#timeScale = timeScale;
  }

  /** Whether there are containers at all. Taken away, those that run end at once. */
  set isPlatformUp(isUp: boolean) {
    this.#isPlatformUp = isUp;
    if (!isUp) for (const instance of [...this.#running.keys()]) this.#end(instance);
  }

  /** What an instance tells the platform, or asks it: start, destroy, running. */
  command(instance: string, what: string): string {
    if (what === "start") this.#start(instance);
    if (what === "destroy") this.#end(instance);
    return String(this.#find(instance) !== undefined);
  }

  /** Answers a request in the container's place. False: the renderer in it answers. */
  async meet(instance: string, path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> {
    const container = this.#find(instance);
    if (!container || container.manner === "slow") {
      incoming.socket.destroy();
      return true;
    }
    if (path !== "/health" && container.manner === "good") {
      const fault = this.#roll(AT_JOB);
      if (fault === "container-drains") this.#change(container, "draining", SECONDS.drain);
      if (fault === "container-page") this.#change(container, "page", SECONDS.page);
      if (fault === "container-stuck") this.#change(container, "stuck", Number.POSITIVE_INFINITY);
      if (fault === "container-mute") {
        outgoing.writeHead(503).end();
        return true;
      }
      if (fault === "container-dies") {
        outgoing.writeHead(200).write(`${JSON.stringify({ event: "progress", fraction: 0 })}\n`);
        container.jobs.add(incoming);
        await sleep(DIES_AFTER_MS);
        this.#end(instance);
        return true;
      }
    }
    switch (container.manner) {
      case "stuck":
        container.jobs.add(incoming);
        return true;
      case "page":
        outgoing.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
        return true;
      case "draining":
        outgoing.writeHead(503).end(JSON.stringify({ code: "draining", message: "shutting down", retryable: true }));
        return true;
      default:
        if (path !== "/health") {
          container.jobs.add(incoming);
          outgoing.once("close", () => container.jobs.delete(incoming));
        }
        return false;
    }
  }

  #start(instance: string): void {
    if (this.#find(instance) || !this.#isPlatformUp) return;
    const fault = this.#roll(AT_START);
    if (fault === "container-absent") return;
    const container: Container = { manner: "good", until: Number.POSITIVE_INFINITY, jobs: new Set() };
    if (fault === "container-hangs") container.manner = "stuck";
    if (fault === "container-slow") this.#change(container, "slow", SECONDS.slow);
    this.#running.set(instance, container);
  }

  /** The instance's container as it is by now. */
  #find(instance: string): Container | undefined {
    const container = this.#running.get(instance);
    if (!container || Date.now() < container.until) return container;
    if (container.manner === "draining") {
      this.#end(instance);
      return undefined;
    }
    this.#change(container, "good", Number.POSITIVE_INFINITY);
    return container;
  }

  #end(instance: string): void {
    for (const { socket } of this.#running.get(instance)?.jobs ?? []) socket.destroy();
    this.#running.delete(instance);
  }

  #change(container: Container, manner: Container["manner"], seconds: number): void {
    container.manner = manner;
    container.until = Date.now() + seconds * 1000 * this.#timeScale;
  }

  #roll(faults: readonly ContainerFault[]): ContainerFault | undefined {
    const fault = faults.find((each) => this.#dice.roll() < (this.faults[each] ?? 0));
    if (fault) this.strikes.push(fault);
    return fault;
  }
}
