/**
 * What is left of somebody, found without knowing anything of what stores it: every row of every table, and every name and
 * content in every bucket, is searched for words.
 */

/** A D1, or what answers like one. */
interface Rows {
  prepare(sql: string): { all(): Promise<{ results: Record<string, unknown>[] }> };
}

export interface Traces {
  /** By table, or by bucket: what was found, shortened. */
  [place: string]: string[];
}

const SHOWN = 160;

/** Searches for the words, whatever their case: as one expression, because there may be hundreds. */
export async function tracesOf(
  words: readonly string[],
  { database, buckets }: { database: Rows; buckets: Record<string, R2Bucket> },
): Promise<Traces> {
  const wanted = new RegExp(words.map((word) => word.replace(/[^\w]/g, "\\$&")).join("|"), "i");
  const found: Traces = {};
  const note = (place: string, text: string) => {
    const at = text.search(wanted);
    if (at < 0) return;
    found[place] = [...(found[place] ?? []), text.slice(Math.max(0, at - SHOWN / 2), at + SHOWN / 2)];
  };
  const tables = await database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of tables.results) {
    // Cloudflare's own, which nobody may read.
    if (String(name).startsWith("_cf_")) continue;
    const rows = await database.prepare(`SELECT * FROM "${name}"`).all();
    for (const row of rows.results) note(String(name), JSON.stringify(row));
  }
  for (const [name, bucket] of Object.entries(buckets)) {
    let cursor: string | undefined;
    do {
      const page: R2Objects = await bucket.list(cursor === undefined ? {} : { cursor });
      for (const { key } of page.objects) {
        note(name, key);
        const object = await bucket.get(key);
        const bytes = new Uint8Array((await object?.arrayBuffer()) ?? []);
        note(name, `${key}: ${new TextDecoder("latin1").decode(bytes)} ${JSON.stringify(object?.httpMetadata ?? {})}`);
      }
      cursor = page.truncated ? page.cursor : undefined;
    } while (cursor !== undefined);
  }
  return found;
}
