import { dismiss, notices } from "../state/notices.ts";
import { Icon } from "./Icon.tsx";

export function Notices() {
  return (
    <section class="notices" aria-label="Notices">
      {notices.value.map(({ id, text, kind }) => (
        <div key={id} class={`notice ${kind}`} role={kind === "wrong" ? "alert" : "status"}>
          <p>{text}</p>
          <button type="button" class="round quiet" aria-label="Close this notice" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
