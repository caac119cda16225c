/** The services of one stack: each is started and waited for until it answers, and all are ended together. */
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { type Service, startService, untilAnswers } from "./process.ts";

/** How to start a service. */
export interface Launch {
  name: string;
  /** Arguments of node. */
  args: string[];
  env?: Record<string, string>;
  /** Answers 2xx once the service is ready. */
  readyUrl: string;
}

export interface ServiceGroup {
  /** Starts a service and waits until it answers. Throws when it ends first, or takes longer than a minute. */
  launch(launch: Launch): Promise<Service>;
  /** Kills a service as a crash would, and forgets it. */
  kill(service: Service): Promise<void>;
  /** Resolves with the name of the first service, of those running now, that ends by itself. */
  failed(): Promise<string>;
  /** SIGTERM to all, and SIGKILL to those that ignore it. */
  stop(): Promise<void>;
  /** SIGKILL to all, as in a power failure. */
  killAll(): Promise<void>;
}

/** `logs`: the folder of the services' logs, each named after its service. */
export function openServiceGroup(logs: string): ServiceGroup {
  const services: Service[] = [];
  let isStopping = false;
  return {
    async launch({ name, args, env, readyUrl }) {
      const logFile = join(logs, `${name}.log`);
      const service = startService({ name, args, cwd: ROOT, logFile, ...(env ? { env } : {}) });
      services.push(service);
      await untilAnswers(service, readyUrl, logFile);
      return service;
    },
    async kill(service) {
      services.splice(services.indexOf(service), 1);
      await service.kill();
    },
    failed: () =>
      Promise.race(
        services.map(async (service) => {
          await service.ended;
          // An expected end must not look like a failure, so its promise stays open.
          if (isStopping || !services.includes(service)) await new Promise(() => {});
          return service.name;
        }),
      ),
    async stop() {
      isStopping = true;
      await Promise.all(services.map((service) => service.stop()));
    },
    async killAll() {
      isStopping = true;
      await Promise.all(services.map((service) => service.kill()));
    },
  };
}
