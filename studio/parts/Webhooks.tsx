/** Who is told of the ends of runs, and what became of it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline } from "../api/session.ts";
import type { Delivery, Webhook } from "../api/types.ts";
import { attempt, tell } from "../state/notices.ts";
import { hrefOf } from "../state/route.ts";
import { dayAndTime } from "../text/format.ts";
import { Secret } from "./Secret.tsx";
import { TwoStep } from "./TwoStep.tsx";

export function Webhooks() {
  const webhooks = useSignal<Webhook[]>([]);
  const secret = useSignal("");
  const url = useSignal("");
  const load = async () => {
    webhooks.value = (await answerOf(backline().GET("/api/webhooks"))).webhooks;
  };
  useEffect(() => void attempt(load), []);
  return (
    <section class="panel">
      <h2>Webhooks</h2>
      <ul class="rows">
        {webhooks.value.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} onChanged={load} />
        ))}
      </ul>
      {webhooks.value.length === 0 && <p>Nobody is told of finished videos yet.</p>}
      {secret.value !== "" && (
        <Secret what="The secret that signs its messages." value={secret.value} onClose={() => (secret.value = "")} />
      )}
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const answer = await answerOf(backline().POST("/api/webhooks", { body: { url: url.value.trim() } }));
            secret.value = answer.secret;
            url.value = "";
            await load();
          });
        }}
      >
        <label>
          Where to tell of finished videos
          <input
            type="url"
            required
            placeholder="https://example.com/hooks/backline"
            value={url.value}
            onInput={(event) => (url.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit">Add</button>
      </form>
    </section>
  );
}

function WebhookRow({ webhook, onChanged }: { webhook: Webhook; onChanged: () => Promise<void> }) {
  const deliveries = useSignal<Delivery[] | null>(null);
  const path = { id: webhook.id };
  const loadDeliveries = async () => {
    const params = { path, query: { limit: 20 } };
    deliveries.value = (await answerOf(backline().GET("/api/webhooks/{id}/deliveries", { params }))).deliveries;
  };
  const name = webhook.url ?? "A listener";
  return (
    <li class="webhook">
      <div>
        <b class="breaks">{name}</b>
        <p class="small">
          {webhook.enabled
            ? webhook.events.join(", ")
            : webhook.disabled_reason === "gone"
              ? "off, because it answered that it is gone"
              : "off"}
          {webhook.exhausted_deliveries > 0 ? `; ${webhook.exhausted_deliveries} never arrived` : ""}
        </p>
      </div>
      <span class="actions">
        <label class="switch">
          <input
            type="checkbox"
            checked={webhook.enabled}
            aria-label={`Tell ${name}`}
            onChange={(event) => {
              const body = { enabled: event.currentTarget.checked };
              void attempt(async () => {
                await answerOf(backline().PATCH("/api/webhooks/{id}", { params: { path }, body }));
                await onChanged();
              });
            }}
          />
          <span>on</span>
        </label>
        <TwoStep
          label="Delete"
          question="Delete it with its deliveries?"
          onConfirm={async () => {
            await attempt(async () => {
              await answerOf(backline().DELETE("/api/webhooks/{id}", { params: { path } }));
              await onChanged();
            });
          }}
        />
      </span>
      <details
        onToggle={(event) => {
          if (event.currentTarget.open) void attempt(loadDeliveries);
        }}
      >
        <summary>Deliveries</summary>
        {deliveries.value?.length === 0 && <p class="small">None yet.</p>}
        <ul class="rows">
          {deliveries.value?.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} onChanged={loadDeliveries} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function DeliveryRow({ delivery, onChanged }: { delivery: Delivery; onChanged: () => Promise<void> }) {
  const { id, event_type, run_id, batch_id, status, attempts, created_at } = delivery;
  const last = attempts.at(-1);
  const href = run_id === null ? hrefOf([], { batch: batch_id }) : hrefOf(["runs", run_id]);
  return (
    <li>
      <div>
        <i
          class={`lamp ${status === "delivered" ? "finished" : status === "pending" ? "open" : "failed"}`}
          aria-hidden="true"
        />{" "}
        <a href={href}>{event_type}</a> {status}
        <p class="small">
          {dayAndTime(created_at, Date.now())}
          {last === undefined
            ? ""
            : `, attempt ${last.number}: ${last.status_code ?? last.error ?? "no answer"}, ${last.duration_ms} ms`}
        </p>
      </div>
      <button
        type="button"
        class="quiet"
        onClick={() =>
          void attempt(async () => {
            await answerOf(backline().POST("/api/webhooks/deliveries/{id}/replay", { params: { path: { id } } }));
            await onChanged();
            tell("Sent again.");
          })
        }
      >
        Send again
      </button>
    </li>
  );
}
