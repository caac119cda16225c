/** Short notices: that something was done, or what went wrong. */
import { signal } from "@preact/signals";
import { sentenceOf } from "../api/session.ts";

export interface Notice {
  id: number;
  text: string;
  kind: "done" | "wrong";
}

export const notices = signal<Notice[]>([]);
let last = 0;
/** How long one stays that asks for nothing; what went wrong stays until it is closed. */
const DONE_MS = 5000;

export function tell(text: string, kind: Notice["kind"] = "done"): void {
  const notice = { id: ++last, text, kind };
  notices.value = [...notices.peek().slice(-3), notice];
  if (kind === "done") setTimeout(() => dismiss(notice.id), DONE_MS);
}

export function dismiss(id: number): void {
  notices.value = notices.peek().filter((each) => each.id !== id);
}

/** Does it, and tells what went wrong. Whether it went well. */
export async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    tell(sentenceOf(error), "wrong");
    return false;
  }
}
