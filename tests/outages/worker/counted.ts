/** Bindings that count each statement which the database is sent. */
import type { Env } from "../../../worker/env.ts";
import type { Counts, Source } from "../counts.ts";

export const counts: Counts = { fetch: 0, queue: 0, scheduled: 0, objects: 0, watcher: 0 };

/** Services are kept for each env, so it has to be the same one again. */
const known = new Map<Source, { of: Env; counted: Env }>();

/** `env` with its statements counted as those of `source`. */
export function countedEnv(env: Env, source: Source): Env {
  const before = known.get(source);
  if (before?.of === env) return before.counted;
  const counted = { ...env, DB: countedD1(env.DB, source) };
  known.set(source, { of: env, counted });
  return counted;
}

/** The methods of a statement that send it. */
const SENDS = ["all", "first", "raw", "run"];

function countedD1<D1 extends D1Database | D1DatabaseSession>(d1: D1, source: Source): D1 {
  /** The statement behind a wrapped one: D1's own `batch` takes only its own. */
  const original = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        return (...parameters: unknown[]) => {
          if (SENDS.includes(String(name))) counts[source] += 1;
          return member.apply(target, parameters);
        };
      },
    });
    original.set(wrapped, statement);
    return wrapped;
  };
  return new Proxy(d1, {
    get(target, name) {
      if (name === "prepare") return (query: string) => wrap(target.prepare(query));
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          counts[source] += statements.length;
          return target.batch(statements.map((statement) => original.get(statement) ?? statement));
        };
      }
      if (name === "withSession" && "withSession" in target) {
        return (start: string) => countedD1(target.withSession(start), source);
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
