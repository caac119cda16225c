/** Where in the studio one is: all of it stands behind the # of the address. */
import { computed, signal } from "@preact/signals";

export interface Route {
  /** Decoded parts of the path, such as ["runs", "run_…"]. */
  path: string[];
  query: URLSearchParams;
}

/** Reads what stands behind the #. What cannot be decoded is taken as it is. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place in the studio. */
export function hrefOf(path: readonly string[], query?: Record<string, string> | URLSearchParams): string {
  const search = new URLSearchParams(query).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${search === "" ? "" : `?${search}`}`;
}

const hash = signal(globalThis.location?.hash ?? "");
globalThis.addEventListener?.("hashchange", () => {
  hash.value = location.hash;
});

export const route = computed(() => parseRoute(hash.value));

/** The first part of the path; "" is the wall. */
export const place = computed(() => route.value.path[0] ?? "");

/** Goes there. `replace`: the place before is not kept for going back. */
export function go(href: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", href);
    hash.value = href;
  } else {
    location.hash = href;
  }
}
