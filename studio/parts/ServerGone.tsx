import { isServerThere } from "../api/session.ts";

export function ServerGone() {
  return (
    <div role="status">
      {isServerThere.value ? null : (
        <p class="gone">
          <span class="lamp wrong" aria-hidden="true" /> The server does not answer. What is under way goes on without
          this page, which looks again every other second.
        </p>
      )}
    </div>
  );
}
