/** An artist's songs: listened to, renamed, added, removed. */
import { useSignal } from "@preact/signals";
import { answerOf, backline, fetchFile, sentenceOf } from "../api/session.ts";
import type { Song } from "../api/types.ts";
import { songs } from "../state/library.ts";
import { attempt, tell } from "../state/notices.ts";
import { hrefOf } from "../state/route.ts";
import { clockTime, fileSize, plural } from "../text/format.ts";
import { DropZone } from "./DropZone.tsx";
import { TwoStep } from "./TwoStep.tsx";

interface SongsProps {
  artistId: string;
  onChanged: () => Promise<void>;
}

export function Songs({ artistId, onChanged }: SongsProps) {
  const busy = useSignal("");
  const known = songs.value[artistId] ?? [];
  const upload = async (files: File[]) => {
    for (const file of files) {
      busy.value = `Sending and hearing ${file.name} …`;
      try {
        const path = `/api/artists/${artistId}/songs/${encodeURIComponent(file.name)}`;
        const headers = { "content-type": file.type || "application/octet-stream" };
        await fetchFile(path, { method: "PUT", headers, body: file });
        tell(`${file.name} is there.`);
      } catch (error) {
        tell(`${file.name}: ${sentenceOf(error)}`, "wrong");
      }
    }
    busy.value = "";
    await attempt(onChanged);
  };
  return (
    <section class="panel">
      <h2>{known.length === 0 ? "Songs" : plural(known.length, "song")}</h2>
      <ul class="songs">
        {known.map((song) => (
          <SongRow key={song.slug} artistId={artistId} song={song} onChanged={onChanged} />
        ))}
      </ul>
      <DropZone
        what="songs"
        note="MP3, WAV, FLAC, M4A and others; 10 seconds to 15 minutes, up to 100 MiB each."
        accept="audio/*,video/mp4,video/webm,video/quicktime,.flac,.m4a,.aiff"
        multiple
        busy={busy.value}
        onFiles={upload}
      />
    </section>
  );
}

function SongRow({ artistId, song, onChanged }: SongsProps & { song: Song }) {
  const isRenaming = useSignal(false);
  const title = useSignal(song.title);
  const path = { id: artistId, song: song.slug };
  const rename = () =>
    attempt(async () => {
      const body = { title: title.value.trim() };
      await answerOf(backline().PATCH("/api/artists/{id}/songs/{song}", { params: { path }, body }));
      await onChanged();
      isRenaming.value = false;
    });
  if (isRenaming.value) {
    return (
      <li>
        <form
          class="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            void rename();
          }}
        >
          <input
            aria-label={`Title of ${song.title}`}
            required
            value={title.value}
            onInput={(event) => (title.value = event.currentTarget.value)}
          />
          <button type="submit">Save</button>
          <button type="button" class="quiet" onClick={() => (isRenaming.value = false)}>
            Leave it
          </button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <a class="song-name" href={hrefOf(["artists", artistId, song.slug])}>
        {song.title}
      </a>
      <span class="small">
        {clockTime(song.duration_seconds)}, {fileSize(song.bytes)}
      </span>
      <span class="actions">
        <button
          type="button"
          class="quiet"
          aria-label={`Rename ${song.title}`}
          onClick={() => (isRenaming.value = true)}
        >
          Rename
        </button>
        <TwoStep
          label="Delete"
          question={`Delete ${song.title}?`}
          onConfirm={async () => {
            await attempt(async () => {
              await answerOf(backline().DELETE("/api/artists/{id}/songs/{song}", { params: { path } }));
              await onChanged();
            });
          }}
        />
      </span>
    </li>
  );
}
