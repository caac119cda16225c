/**
 * The services of one stack: each is started and waited for until it answers, looked after, and all are ended together.
 */
import { join } from "node:path";
import { ROOT } from "./paths.ts";
import { answers, type Service, startService, untilAnswers } from "./process.ts";

/** How to start a service. */
export interface Launch {
  name: string;
  /** Arguments of node. */
  args: string[];
  env?: Record<string, string>;
  /** Answers 2xx once the service is ready, and for as long as it is well. */
  readyUrl: string;
  /** Told of each line that it prints. */
  onLine?: ((line: string) => void) | undefined;
}

export interface ServiceGroup {
  /** Starts a service and waits until it answers. Throws when it ends first, or takes longer than a minute. */
  launch(launch: Launch): Promise<Service>;
  /** Those that are up, by their names. */
  services: Record<string, Service>;
  /** Kills a service as a crash would, and starts it again as it was launched. Throws as `launch` does. */
  restart(name: string): Promise<void>;
  /**
   * From now on, a service that is alive and has not answered a few times in a row is started again, and `say` is given
   * a line about it. One that cannot be started again has failed.
   */
  watch(say: (line: string) => void, patience?: Patience): void;
  /** Resolves with the name of the first service that ends by itself. */
  failed: Promise<string>;
  /** SIGTERM to all, and SIGKILL to those that ignore it. */
  stop(): Promise<void>;
  /** SIGKILL to all, as in a power failure. */
  killAll(): Promise<void>;
}

/** How long a service may not answer. Counted in looks, because a laptop that slept has lost time, and no service. */
export interface Patience {
  /** Between two looks at a service. */
  everyMs: number;
  /** How long one look waits. */
  timeoutMs: number;
  /** Looks without an answer, one after the other, before it is started again. */
  looks: number;
}

const PATIENCE: Patience = { everyMs: 2000, timeoutMs: 5000, looks: 4 };

/** `logs`: the folder of the services' logs, each named after its service. */
export function openServiceGroup(logs: string): ServiceGroup {
  const services: Record<string, Service> = {};
  const launches: Record<string, Launch> = {};
  let isStopping = false;
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
  const watching = new AbortController();

  async function launch(launched: Launch): Promise<Service> {
    const { name, args, env, readyUrl, onLine } = launched;
    const logFile = join(logs, `${name}.log`);
    const service = startService({ name, args, cwd: ROOT, logFile, onLine, ...(env ? { env } : {}) });
    services[name] = service;
    launches[name] = launched;
    await untilAnswers(service, readyUrl, logFile);
    void service.ended.then(() => {
      // An end that was asked for is no failure.
      if (!isStopping && services[name] === service) fail(name);
    });
    return service;
  }

  async function restart(name: string): Promise<void> {
    const [service, launched] = [services[name], launches[name]];
    if (!service || !launched) throw new Error(`This stack has no ${name} of its own`);
    delete services[name];
    await service.kill();
    if (!isStopping) await launch(launched);
  }

  async function lookAfter({ name, readyUrl }: Launch, say: (line: string) => void, patience: Patience) {
    let missed = 0;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, patience.everyMs).unref());
      if (isStopping) return;
      // Whoever restarts it waits for it.
      if (!services[name]) continue;
      missed = (await answers(readyUrl, patience.timeoutMs, watching.signal)) ? 0 : missed + 1;
      if (missed < patience.looks || isStopping) continue;
      missed = 0;
      say(`The ${name} process no longer answers: it is started again. See ${join(logs, `${name}.log`)}`);
      try {
        await restart(name);
        say(`The ${name} process answers again.`);
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        fail(name);
        return;
      }
    }
  }

  async function endAll(end: (service: Service) => Promise<void>): Promise<void> {
    isStopping = true;
    watching.abort();
    await Promise.all(Object.values(services).map(end));
  }

  return {
    launch,
    services,
    restart,
    watch(say, patience = PATIENCE) {
      for (const launched of Object.values(launches)) void lookAfter(launched, say, patience);
    },
    failed,
    stop: () => endAll((service) => service.stop()),
    killAll: () => endAll((service) => service.kill()),
  };
}
