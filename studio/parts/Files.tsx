/** Every file of a finished run. */
import type { Run } from "../api/types.ts";
import { fileSize } from "../text/format.ts";

const KINDS: Record<string, string> = { video: "Video", poster: "Poster", image: "Image", clean: "Without text" };

export function Files({ run }: { run: Run }) {
  const files = run.output?.files ?? [];
  if (files.length === 0) return null;
  return (
    <section>
      <h3>Files</h3>
      <ul class="files">
        {files.map(({ kind, url, width, height, bytes, contentType }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              {KINDS[kind] ?? kind}
            </a>
            <span>
              {[
                width !== null && height !== null ? `${width} × ${height}` : "",
                bytes === null ? "" : fileSize(bytes),
                contentType.replace(/^\w+\//, "").toUpperCase(),
              ]
                .filter(Boolean)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
