/** Removing everything that was ever made of a person; and what is left of it where. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline } from "../api/session.ts";
import type { Erasure } from "../api/types.ts";
import { loadArtists } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { dayAndTime, plural } from "../text/format.ts";

const LOOK_EVERY_MS = 2000;

const pathOf = (artistId: string) => ({ params: { path: { id: artistId } } });

/** The erasure of an artist. Throws a CallError where nobody asked for one. */
export const readErasure = async (artistId: string): Promise<Erasure> =>
  (await answerOf(backline().GET("/api/artists/{id}/erase", pathOf(artistId)))).erasure;

/** How far it is, until it is over, and what remains elsewhere. */
export function ErasureState({ artistId, erasure }: { artistId: string; erasure: Signal<Erasure> }) {
  const { status, removed, remains } = erasure.value;
  const isRunning = status === "RUNNING";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      void attempt(async () => {
        erasure.value = await readErasure(artistId);
      });
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <section class="panel">
      <h2>{isRunning ? "Being removed" : "Removed"}</h2>
      <p role="status">
        {plural(removed.files, "file")}, {plural(removed.songs, "song")} and the records of{" "}
        {plural(removed.runs, "video")}
        {isRunning ? " so far. The rest goes by itself, also when this page is closed." : "."}
      </p>
      <h3>What remains elsewhere</h3>
      <ul class="remains">
        {remains.map(({ where, what, until }) => (
          <li key={where}>
            <b>{where}</b>
            <span>
              {what}
              {until === null ? "" : ` Until ${dayAndTime(until, Date.now())}.`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks for the name, because it cannot be undone. */
export function EraseForm({ artistId, name, onBegun }: EraseFormProps) {
  const typed = useSignal("");
  return (
    <form
      class="erase"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          onBegun((await answerOf(backline().POST("/api/artists/{id}/erase", pathOf(artistId)))).erasure);
          await loadArtists();
        });
      }}
    >
      <h3>Everything ever made of {name}</h3>
      <p>
        Videos, images, files, songs and the face: for the person whose face it is. It cannot be undone. What remains
        elsewhere, and until when, is listed afterwards.
      </p>
      <label>
        To go on, type the name
        <input value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} autocomplete="off" />
      </label>
      <button type="submit" class="danger" disabled={typed.value.trim() !== name.trim()}>
        Remove everything
      </button>
    </form>
  );
}

interface EraseFormProps {
  artistId: string;
  name: string;
  onBegun: (erasure: Erasure) => void;
}
