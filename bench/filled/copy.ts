/** Another unit like one that there is: under ids of its own, of another account, at another time. Pure. */
import type { Dice } from "../../emulator/dice.ts";
import type { Row, Unit } from "./units.ts";

/** What is named by chance: ids with their kind before them, UUIDs, digests. */
const NAMES = /[a-z]+_[0-9a-z]{21,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g;
/** Columns whose values are a row's own, and nobody else's. */
const OWN = ["id", "key", "request_id"];
/** Integers from here on are points in time, Unix milliseconds: that is in 2017. */
const TIMES_FROM = 1.5e12;

const ALPHABET = "123456789abcdefghijkmnopqrstuvwxyz";
const HEX = "0123456789abcdef";

/** A name of the same kind and length. */
function anotherName(name: string, dice: Dice): string {
  const [, kind = "", rest = name] = /^([a-z]+_)(.*)$/.exec(name) ?? [];
  const letters = /^[0-9a-f-]+$/.test(rest) ? HEX : ALPHABET;
  return kind + rest.replace(/[^-]/g, () => letters[Math.floor(dice.roll() * letters.length)] ?? "");
}

/** What is named in a unit, and must be named otherwise in every copy. */
export function namesOf({ rows }: Pick<Unit, "rows">): Set<string> {
  const own = rows.flatMap(({ values }) => OWN.flatMap((column) => values[column] ?? []));
  return new Set(own.flatMap((value) => (typeof value === "string" ? (value.match(NAMES) ?? []) : [])));
}

/**
 * `renamed`: names that others of the copy's account have, too, by the names in the unit, such as the account's own.
 * `shiftMs`: by how much all times are later.
 */
export function copyUnit(
  { rows }: Pick<Unit, "rows">,
  names: ReadonlySet<string>,
  renamed: ReadonlyMap<string, string>,
  shiftMs: number,
  dice: Dice,
): Row[] {
  const own = new Map<string, string>();
  const rename = (name: string): string => {
    const known = renamed.get(name) ?? own.get(name);
    if (known !== undefined || !names.has(name)) return known ?? name;
    const given = anotherName(name, dice);
    own.set(name, given);
    return given;
  };
  const another = (value: Row["values"][string]): Row["values"][string] => {
    if (typeof value === "string") return value.replace(NAMES, rename);
    if (typeof value === "number" && value > TIMES_FROM) return Math.round(value + shiftMs);
    return value;
  };
  return rows.map(({ table, values }) => ({
    table,
    values: Object.fromEntries(Object.entries(values).map(([column, value]) => [column, another(value)])),
  }));
}
