/** What `npm run keys` writes, as SQL. As text, because wrangler takes a deployed database's statements as text only. */

/** What the operator asks for. The id and the key's parts are new, and may go unused. */
export interface Wish {
  /** Names are not unique: the first account with this name is meant. */
  account: string;
  /** Assignments of columns, such as "max_active_runs = 200". */
  limits: string[];
  /** Undefined: no key is wanted, so the account has to be there. `expiresAt` and `now`: Unix milliseconds. */
  key?: { id: string; name: string; hash: string; prefix: string; expiresAt: number | null } | undefined;
  newAccountId: string;
  now: number;
}

/** Each is to be run in this order. The rows that they give are the account's ids: where it was made, and where it has limits. */
export interface Statements {
  /** Gives a row where there was no such account. */
  account?: string;
  /** Gives a row, unless there is no such account. */
  limits?: string;
  key?: string;
}

/** SQLite has one escape in a string: a quote is doubled. */
const text = (value: string) => `'${value.replaceAll("'", "''").replaceAll("\0", "")}'`;

/** The statements that the wish comes to. An account is made for a key only: a limit alone is for one that exists. */
export function statementsFor({ account, limits, key, newAccountId, now }: Wish): Statements {
  const found = `(SELECT id FROM accounts WHERE name = ${text(account)} ORDER BY created_at, id LIMIT 1)`;
  return {
    ...(key && {
      account: `INSERT INTO accounts (id, name, created_at) SELECT ${text(newAccountId)}, ${text(account)}, ${now}
        WHERE ${found} IS NULL RETURNING id`,
    }),
    ...(limits.length > 0 && { limits: `UPDATE accounts SET ${limits.join(", ")} WHERE id = ${found} RETURNING id` }),
    ...(key && {
      key: `INSERT INTO api_keys (id, account_id, name, hash, prefix, created_at, expires_at)
        VALUES (${text(key.id)}, ${found}, ${text(key.name)}, ${text(key.hash)}, ${text(key.prefix)}, ${now},
          ${key.expiresAt ?? "NULL"})`,
    }),
  };
}
