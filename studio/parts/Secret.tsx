/** What is shown once: a key, or a secret. */
import { attempt, tell } from "../state/notices.ts";

export function Secret({ what, value, onClose }: { what: string; value: string; onClose: () => void }) {
  return (
    <div class="secret" role="status">
      <p>
        <b>{what}</b> It is shown this once.
      </p>
      <code>{value}</code>
      <div class="actions">
        <button
          type="button"
          onClick={() =>
            void attempt(async () => {
              await navigator.clipboard.writeText(value);
              tell("Copied.");
            })
          }
        >
          Copy
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          I have it
        </button>
      </div>
    </div>
  );
}
