/** Limits, spending, keys, webhooks. */
import { useEffect } from "preact/hooks";
import { Keys } from "../parts/Keys.tsx";
import { Webhooks } from "../parts/Webhooks.tsx";
import { account, loadAccount } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { dollars } from "../text/format.ts";

export function AccountPage() {
  useEffect(() => void attempt(loadAccount), []);
  const known = account.value;
  return (
    <div class="page">
      <header class="page-head">
        <h1>{known?.name ?? "Account"}</h1>
      </header>
      {known !== null && (
        <section class="panel">
          <h2>This month, {known.usage.month}</h2>
          <dl class="figures">
            <Figure name="Spent" value={dollars(known.usage.spent * 100)} />
            <Figure name="Reserved by what is under way" value={dollars(known.usage.reserved * 100)} />
            <Figure
              name="Limit of a month"
              value={known.limits.monthly_spend === null ? "none" : dollars(known.limits.monthly_spend * 100)}
            />
            <Figure name="Under way" value={`${known.usage.active_runs} of ${known.limits.active_runs}`} />
            <Figure name="Calls a minute for each key" value={known.limits.requests_per_minute.toLocaleString("en")} />
          </dl>
          {known.limits.monthly_spend !== null && (
            <span
              class="leds"
              aria-hidden="true"
              style={{
                "--lit": String(
                  Math.min(1, (known.usage.spent + known.usage.reserved) / Math.max(0.01, known.limits.monthly_spend)),
                ),
              }}
            />
          )}
        </section>
      )}
      <div class="two-columns">
        <Keys />
        <Webhooks />
      </div>
      <p class="small">
        Everything here is also in the API, which <a href="/docs">describes itself</a>.
      </p>
    </div>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
