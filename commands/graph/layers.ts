/**
 * Who may import whom, as rules of dependency-cruiser. Rooms are arranged in layers: a room imports from itself and
 * from layers below its own, never from above and never from a neighbour. `npm run check` enforces it, `npm run graph`
 * draws it into docs/architecture.md.
 */

import type { ICruiseOptions, IForbiddenRuleType, IResolveOptions } from "dependency-cruiser";

/** From the top down. A room is a folder, or a file of its own. */
export const LAYERS: readonly (readonly string[])[] = [
  ["bench"],
  ["tests"],
  ["commands"],
  ["cli", "studio"],
  ["local"],
  ["emulator", "seed"],
  ["art"],
  ["client"],
  ["worker/index.ts"],
  ["worker/http"],
  ["worker/openapi", "worker/webhooks"],
  ["worker/mcp", "worker/runs"],
  ["worker/accounts", "worker/library"],
  ["worker/contract"],
  ["worker/services.ts"],
  ["worker/steps"],
  ["worker/templates"],
  ["worker/lyrics"],
  ["worker/fal", "worker/media", "worker/net", "worker/rendering"],
  ["worker/db"],
  ["worker/timing.ts"],
  ["worker/env.ts"],
  ["worker/queues.ts"],
  ["worker/bytes.ts", "worker/ids.ts", "worker/log.ts", "worker/random.ts", "worker/retry.ts"],
  ["worker/domain", "worker/unused", "worker/zod"],
  ["renderer"],
];

/** The pattern of a room's files. */
const filesOf = (room: string) => (room.endsWith(".ts") ? `^${room.replaceAll(".", "\\.")}$` : `^${room}/`);

const downwards = LAYERS.flatMap((rooms, depth) =>
  rooms.flatMap((room): IForbiddenRuleType[] => {
    const others = [...LAYERS.slice(0, depth), rooms.filter((neighbour) => neighbour !== room)].flat();
    // Nothing is above the top.
    if (others.length === 0) return [];
    const name = `${room} imports downwards only`;
    return [{ name, severity: "error", from: { path: filesOf(room) }, to: { path: others.map(filesOf) } }];
  }),
);

export const RULES: IForbiddenRuleType[] = [
  ...downwards,
  { name: "no circles", severity: "error", from: {}, to: { circular: true } },
  {
    name: "every import leads somewhere",
    severity: "error",
    from: {},
    to: { couldNotResolve: true, pathNot: "^cloudflare:" },
  },
  {
    name: "every file has a room",
    comment: "A new folder takes its place among the layers.",
    severity: "error",
    from: { pathNot: [...LAYERS.flat().map(filesOf), "^[^/]+$"] },
    to: {},
  },
  {
    name: "routes leave rows to the rooms below",
    severity: "error",
    from: { path: "^worker/(http|openapi)/" },
    to: { path: ["^worker/db/", "node_modules/drizzle-orm/"] },
  },
  {
    name: "steps are pure",
    comment: "They ask for effects instead of having them.",
    severity: "error",
    from: { path: "^worker/(steps|templates|lyrics|domain)/" },
    to: { path: ["^worker/(db|media|net|rendering)/", "^worker/(env|queues|timing|log)\\.ts$"] },
  },
  {
    name: "the Worker shares with the renderer what lies in renderer/contract",
    severity: "error",
    from: { path: "^worker/" },
    to: { path: "^renderer/", pathNot: "^renderer/contract/" },
  },
];

export const OPTIONS: ICruiseOptions = {
  // dependency-cruiser supports the TypeScript compiler only up to version 6.
  parser: "swc",
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  exclude: { path: "^(public|node_modules)/" },
};

export const RESOLVING: Partial<IResolveOptions> = {
  exportsFields: ["exports"],
  conditionNames: ["import", "types", "default"],
};
