/** The SQLite of a Durable Object, which answers at once. */

export type ObjectSql = <Row extends Record<string, SqlStorageValue>>(
  statement: string,
  ...values: SqlStorageValue[]
) => Row[];

/** Statements on the storage of an object, each with its rows. Throws what SQLite does. */
export const sqlOf =
  ({ storage }: DurableObjectState): ObjectSql =>
  <Row extends Record<string, SqlStorageValue>>(statement: string, ...values: SqlStorageValue[]) =>
    storage.sql.exec<Row>(statement, ...values).toArray();
