/** Which renderer instances have a place for a job, and which are left alone for a while. Pure; times in milliseconds. */
import type { JobEnd } from "./perform-job.ts";

interface Instance {
  /** Jobs it has. */
  jobs: number;
  /** How often in a row it was broken. */
  breaks: number;
  /** Until then it is given no job. */
  restsUntil: number;
}

/** Seconds, multiplied by the deployment's TIME_SCALE. */
const REST = { busy: 5, draining: 15, broken: 10, brokenAtMost: 300 };

/** For operators. */
export interface InstanceView {
  jobs: number;
  /** How often in a row it was broken. */
  breaks: number;
  /** How long it is still given no job, milliseconds. */
  restsForMs: number;
}

export interface InstanceOptions {
  count: number;
  /** Renders at a time of each. */
  places: number;
  /** Milliseconds of a second: less than 1000 in tests. */
  secondMs: number;
}

/** The renderer instances of a deployment, as their pool knows them. */
export class Instances {
  readonly #all: Instance[];
  readonly #options: InstanceOptions;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.#all = Array.from({ length: options.count }, () => ({ jobs: 0, breaks: 0, restsUntil: 0 }));
  }

  /**
   * The instance that the next render goes to, and takes a place of it. The first that has one: an instance that is not
   * needed sleeps, and every one that is awake costs five minutes more than its last job. One that was broken gets a
   * single job until it has done that.
   */
  take(now: number): number | undefined {
    const { places } = this.#options;
    const found = this.#all.findIndex(
      ({ jobs, breaks, restsUntil }) => restsUntil <= now && jobs < (breaks > 0 ? 1 : places),
    );
    const instance = this.#all[found];
    if (!instance) return undefined;
    instance.jobs += 1;
    return found;
  }

  /** Instances for a job that takes no place of a render, the best first: those that are at work, then the others. */
  forSmallJobs(now: number): number[] {
    const rested = [...this.#all.keys()].filter((index) => (this.#all[index]?.restsUntil ?? 0) <= now);
    return rested.toSorted((a, b) => Number((this.#all[b]?.jobs ?? 0) > 0) - Number((this.#all[a]?.jobs ?? 0) > 0));
  }

  /** How many renders there can be at a time on those that do not rest. */
  places(now: number): number {
    return this.#options.places * this.#all.filter(({ restsUntil }) => restsUntil <= now).length;
  }

  /** Gives a place back. */
  leave(index: number): void {
    const instance = this.#all[index];
    if (instance) instance.jobs = Math.max(0, instance.jobs - 1);
  }

  /** Takes note of what a job on this instance came to. True: it is broken now, and was not before. */
  note(index: number, end: JobEnd<unknown>, now: number): boolean {
    const instance = this.#all[index];
    if (!instance) return false;
    if (end.kind === "broken") {
      instance.breaks += 1;
      this.#rest(instance, Math.min(REST.brokenAtMost, REST.broken * 2 ** (instance.breaks - 1)), now);
      return instance.breaks === 1;
    }
    if (end.kind === "refused") {
      this.#rest(instance, end.seconds ?? (end.reason === "draining" ? REST.draining : REST.busy), now);
    } else instance.breaks = 0;
    return false;
  }

  /** When the next instance that rests may be asked again; undefined when none rests. */
  nextRestedAt(now: number): number | undefined {
    const times = this.#all.map(({ restsUntil }) => restsUntil).filter((time) => time > now);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  view(now: number): InstanceView[] {
    return this.#all.map(({ jobs, breaks, restsUntil }) => ({
      jobs,
      breaks,
      restsForMs: Math.max(0, restsUntil - now),
    }));
  }

  #rest(instance: Instance, seconds: number, now: number): void {
    instance.restsUntil = Math.max(instance.restsUntil, now + seconds * this.#options.secondMs);
  }
}
