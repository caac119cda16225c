/** A D1 whose calls go through somebody: of statements that are sent alone, of batches, and of its sessions. */

/** What a call sends. */
export interface Call {
  queries: string[];
  isBatch: boolean;
}

/** Makes the call, or has it fail, or takes note of it. */
export type Intercept = <Result>(call: Call, make: () => Promise<Result>) => Promise<Result>;

/** The methods of a statement that send it. */
const SENDS = ["all", "first", "raw", "run"];

/** What is behind a wrapped statement: D1's own `batch` takes only its own. */
const behind = new WeakMap<object, { statement: D1PreparedStatement; query: string }>();

export function interceptedD1<D1 extends D1Database | D1DatabaseSession>(d1: D1, intercept: Intercept): D1 {
  const wrap = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values), query);
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        if (!SENDS.includes(String(name))) return member.bind(target);
        return (...parameters: unknown[]) =>
          intercept({ queries: [query], isBatch: false }, () => member.apply(target, parameters));
      },
    });
    behind.set(wrapped, { statement, query });
    return wrapped;
  };
  return new Proxy(d1, {
    get(target, name) {
      if (name === "prepare") return (query: string) => wrap(target.prepare(query), query);
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          const own = statements.map((each) => behind.get(each) ?? { statement: each, query: "" });
          return intercept({ queries: own.map(({ query }) => query), isBatch: true }, () =>
            target.batch(own.map(({ statement }) => statement)),
          );
        };
      }
      if (name === "withSession" && "withSession" in target) {
        return (start: string) => interceptedD1(target.withSession(start), intercept);
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
