import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline } from "../api/session.ts";
import type { ApiKey } from "../api/types.ts";
import { attempt } from "../state/notices.ts";
import { dayAndTime } from "../text/format.ts";
import { Secret } from "./Secret.tsx";
import { TwoStep } from "./TwoStep.tsx";

export function Keys() {
  const keys = useSignal<ApiKey[]>([]);
  const made = useSignal("");
  const name = useSignal("");
  const load = async () => {
    keys.value = (await answerOf(backline().GET("/api/keys"))).keys;
  };
  useEffect(() => void attempt(load), []);
  const usable = keys.value.filter(
    ({ revoked_at, expires_at }) => revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now()),
  );
  const over = keys.value.length - usable.length;
  return (
    <section class="panel">
      <h2>Keys</h2>
      <ul class="rows">
        {usable.map(({ id, name, prefix, last_used_at, current }) => (
          <li key={id}>
            <div>
              <b>{name}</b> <code>{prefix}…</code>
              <p class="small">
                {current ? "this browser’s, " : ""}
                {last_used_at === null ? "never used" : `used ${dayAndTime(last_used_at, Date.now())}`}
              </p>
            </div>
            <TwoStep
              label="Revoke"
              question={current ? "Revoke it? This browser is signed out." : "Revoke it?"}
              onConfirm={async () => {
                await attempt(async () => {
                  await answerOf(backline().DELETE("/api/keys/{keyId}", { params: { path: { keyId: id } } }));
                  await load();
                });
              }}
            />
          </li>
        ))}
      </ul>
      {over > 0 && <p class="small">{over} more that no longer work.</p>}
      {made.value !== "" && <Secret what="The new key." value={made.value} onClose={() => (made.value = "")} />}
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const answer = await answerOf(backline().POST("/api/keys", { body: { name: name.value.trim() } }));
            made.value = answer.key;
            name.value = "";
            await load();
          });
        }}
      >
        <label>
          A new key’s name
          <input
            required
            maxLength={100}
            placeholder="laptop"
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit">Make a key</button>
      </form>
    </section>
  );
}
