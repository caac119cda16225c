/** Removing everything that was ever made of a person; and what is left of it where. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline } from "../api/session.ts";
import type { Erasure as ErasureBody } from "../api/types.ts";
import { loadArtists } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { dayAndTime, plural } from "../text/format.ts";

const LOOK_EVERY_MS = 2000;

export function Erasure({ artistId, name }: { artistId: string; name: string }) {
  const typed = useSignal("");
  const erasure = useSignal<ErasureBody | null>(null);
  const path = { params: { path: { id: artistId } } };
  const isRunning = erasure.value?.status === "RUNNING";
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      void attempt(async () => {
        erasure.value = (await answerOf(backline().GET("/api/artists/{id}/erase", path))).erasure;
      });
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  const done = erasure.value;
  if (done !== null) {
    const { runs, files, songs } = done.removed;
    return (
      <div role="status">
        <p>
          <b>{isRunning ? "Removing …" : "Everything is removed."}</b> {plural(runs, "video")}, {plural(songs, "song")},{" "}
          {plural(files, "file")} so far.
        </p>
        {done.remains.length > 0 && (
          <ul>
            {done.remains.map(({ where, what, until }) => (
              <li key={`${where} ${what}`}>
                {where}: {what}
                {until === null ? "" : `, until ${dayAndTime(until, Date.now())}`}
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  return (
    <form
      class="erase"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          erasure.value = (await answerOf(backline().POST("/api/artists/{id}/erase", path))).erasure;
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
