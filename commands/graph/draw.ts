/** Rooms and the imports between them as a Mermaid flowchart. Pure. */

/** An import, by the paths of its two files. */
export interface Import {
  from: string;
  to: string;
}

/**
 * Arrows between rooms: for each room, the rooms that it imports from. Imports within a room, or of files without one,
 * do not count.
 */
export function arrowsOf(imports: readonly Import[], roomOf: (path: string) => string | undefined) {
  const arrows = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    const [importer, imported] = [roomOf(from), roomOf(to)];
    if (importer === undefined || imported === undefined) continue;
    if (!arrows.has(importer)) arrows.set(importer, new Set());
    if (!arrows.has(imported)) arrows.set(imported, new Set());
    if (importer !== imported) arrows.get(importer)?.add(imported);
  }
  return arrows;
}

type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** The arrows without those that a longer path along other arrows implies. There must be no circle. */
export function withoutShortcuts(arrows: Arrows): Arrows {
  const reached = new Map<string, Set<string>>();
  const reach = (room: string): Set<string> => {
    const known = reached.get(room);
    if (known) return known;
    const found = new Set<string>();
    reached.set(room, found);
    for (const next of arrows.get(room) ?? []) {
      found.add(next);
      for (const further of reach(next)) found.add(further);
    }
    return found;
  };
  return new Map(
    [...arrows].map(([room, targets]) => [
      room,
      new Set(
        [...targets].filter((target) => ![...targets].some((other) => other !== target && reach(other).has(target))),
      ),
    ]),
  );
}

/** `label` names a room on its box. */
export function flowchart(arrows: Arrows, label: (room: string) => string): string {
  const rooms = [...arrows.keys()].sort();
  const id = (room: string) => room.replace(/\W/g, "_");
  const boxes = rooms.map((room) => `  ${id(room)}["${label(room)}"]`);
  const lines = rooms.flatMap((room) =>
    [...(arrows.get(room) ?? [])].sort().map((target) => `  ${id(room)} --> ${id(target)}`),
  );
  return ["```mermaid", "flowchart TD", ...boxes, ...lines, "```"].join("\n");
}
