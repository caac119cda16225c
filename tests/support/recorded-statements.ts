/** Keeps what is sent to a D1, so that SQLite can be asked how it would go about it. */

export interface Sent {
  sql: string;
  params: unknown[];
  /** Which function of the Worker sent it, where that can be told. */
  by: string | undefined;
}

/** Frames that are looked through: drizzle's own are many. */
const FRAMES = 50;

/** The innermost named function of the Worker on the stack that is about rows rather than about how they are sent. */
export function sender(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const frames = (new Error().stack ?? "").split("\n");
  Error.stackTraceLimit = limit;
  for (const frame of frames) {
    const [, name, file] = /at (?:async )?(\w+) \(.*\/worker\/([^:?)]+)/.exec(frame) ?? [];
    if (name && file && !/^(db\/|retry\.ts)/.test(file)) return `${name} in ${file}`;
  }
  return undefined;
}

/** The same database, and what was sent to it through this: every text of a statement once. */
export function recorded(d1: D1Database): { d1: D1Database; sent: Map<string, Sent> } {
  const sent = new Map<string, Sent>();
  const prepare = (sql: string) => {
    const statement = d1.prepare(sql);
    const by = sender();
    const keep = (params: unknown[]) => {
      const known = sent.get(sql);
      if (!known || (known.by === undefined && by !== undefined)) sent.set(sql, { sql, params, by });
    };
    return {
      bind: (...params: unknown[]) => {
        keep(params);
        return statement.bind(...params);
      },
      all: () => {
        keep([]);
        return statement.all();
      },
      run: () => {
        keep([]);
        return statement.run();
      },
      raw: () => {
        keep([]);
        return statement.raw();
      },
    };
  };
  const proxy = new Proxy(d1, {
    get(target, name) {
      if (name === "prepare") return prepare;
      if (name === "withSession") return () => Object.assign(Object.create(proxy), { getBookmark: () => null });
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { d1: proxy, sent };
}
