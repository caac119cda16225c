/** Which finished videos play on the wall: a few of those that are in sight, and the one that is pointed at. */
import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Decoding more at a time would make scrolling stutter. */
const MAX_PLAYING = 6;
const STORED = "backline.still";

const prefersStill = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
/** Whether videos wait to be pointed at. */
export const isStill = signal(globalThis.localStorage?.getItem(STORED) === "yes" || prefersStill());

export function setStill(still: boolean): void {
  localStorage.setItem(STORED, still ? "yes" : "no");
  isStill.value = still;
}

const inSight = signal<ReadonlySet<Element>>(new Set());
let watcher: IntersectionObserver | undefined;

function watchFrame(frame: Element): () => void {
  watcher ??= new IntersectionObserver(
    (entries) => {
      const next = new Set(inSight.peek());
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) next.add(target);
        else next.delete(target);
      }
      inSight.value = next;
    },
    { threshold: 0.6 },
  );
  watcher.observe(frame);
  return () => {
    watcher?.unobserve(frame);
    const next = new Set(inSight.peek());
    if (next.delete(frame)) inSight.value = next;
  };
}

/** The frames that play: the first ones in the order of the page. */
function playing(): Element[] {
  const order = (a: Element, b: Element) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  return [...inSight.value].sort(order).slice(0, MAX_PLAYING);
}

/** Whether the video in this frame plays now. `has`: whether there is one. */
export function useWallVideo(frame: RefObject<HTMLElement | null>, has: boolean): ReadonlySignal<boolean> {
  const plays = useSignal(false);
  useEffect(() => {
    const element = frame.current;
    if (!has || element === null) return;
    const isPointedAt = signal(false);
    const link = element.closest("a");
    const on = () => {
      isPointedAt.value = true;
    };
    const off = () => {
      isPointedAt.value = false;
    };
    for (const name of ["pointerenter", "focus"]) link?.addEventListener(name, on);
    for (const name of ["pointerleave", "blur"]) link?.addEventListener(name, off);
    const unwatch = watchFrame(element);
    const judge = () => {
      plays.value = isPointedAt.value || (!isStill.value && playing().includes(element));
    };
    const ends = [isPointedAt, isStill, inSight].map((each) => each.subscribe(judge));
    return () => {
      unwatch();
      for (const end of ends) end();
      for (const name of ["pointerenter", "focus"]) link?.removeEventListener(name, on);
      for (const name of ["pointerleave", "blur"]) link?.removeEventListener(name, off);
    };
  }, [has]);
  return plays;
}
