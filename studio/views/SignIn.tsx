/** The first page: a key, which stays in this browser. */
import { useSignal } from "@preact/signals";
import { CallError, reached, sentenceOf, signedOutBecause, signIn } from "../api/session.ts";
import { ServerGone } from "../parts/ServerGone.tsx";
import { Tape } from "../parts/Tape.tsx";

/** Written into the page by a stack that runs on this machine. */
const offersLocalKey = () => document.querySelector('meta[name="local-key"]')?.getAttribute("content") === "yes";

/** Throws a CallError when the key is not good. */
async function tryKey(key: string): Promise<void> {
  const response = await reached(fetch("/api/account", { headers: { "x-api-key": key }, cache: "no-store" }));
  if (response.ok) return signIn(key);
  const message =
    response.status === 401 ? "The server does not know this key." : `The server answered ${response.status}.`;
  throw new CallError(message, "refused", response.status);
}

async function localKey(): Promise<string> {
  const response = await reached(fetch("/studio/local-key", { method: "POST" }));
  if (!response.ok) throw new CallError("This stack does not hand its key out.", "refused", response.status);
  return ((await response.json()) as { api_key: string }).api_key;
}

export function SignIn() {
  const typed = useSignal("");
  const wrong = useSignal("");
  const isBusy = useSignal(false);
  const enter = async (find: () => Promise<string>) => {
    isBusy.value = true;
    wrong.value = "";
    try {
      await tryKey(await find());
    } catch (error) {
      wrong.value = sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <main class="signin">
      <ServerGone />
      <div class="signin-card">
        <h1>
          <Tape>Backline</Tape>
        </h1>
        <p class="lead">Songs in. Vertical videos out, thirty at a time.</p>
        {signedOutBecause.value !== "" && <p role="status">{signedOutBecause.value}</p>}
        {offersLocalKey() && (
          <>
            <button type="button" class="primary wide" disabled={isBusy.value} onClick={() => void enter(localKey)}>
              Use this machine’s key
            </button>
            <p class="or">or</p>
          </>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void enter(async () => typed.value.trim());
          }}
        >
          <label>
            API key
            <input
              type="password"
              name="key"
              required
              autocomplete="off"
              spellcheck={false}
              aria-describedby="key-note"
              value={typed.value}
              onInput={(event) => {
                typed.value = event.currentTarget.value;
              }}
            />
          </label>
          <button type="submit" class={offersLocalKey() ? "wide" : "primary wide"} disabled={isBusy.value}>
            Sign in
          </button>
        </form>
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
        <p id="key-note" class="small">
          It is kept in this browser alone, and is gone when you sign out.
        </p>
      </div>
    </main>
  );
}
