/** Settings and books of the emulator. */
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import type { SettingsInput } from "../../emulator/settings.ts";

async function control<Answer>(falOrigin: string, path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(`${falOrigin}/control/${path}`, init);
  if (!answer.ok) throw new Error(`/control/${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Changes settings; the others stay. */
export async function setEmulator(falOrigin: string, changed: SettingsInput): Promise<void> {
  await control(falOrigin, "settings", { method: "PATCH", body: JSON.stringify(changed) });
}

export const readLedger = async (falOrigin: string): Promise<LedgerEntry[]> =>
  (await control<{ submissions: LedgerEntry[] }>(falOrigin, "ledger")).submissions;
