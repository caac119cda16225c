/** One artist: face, voice, songs, and what is still missing. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { answerOf, backline, CallError, fetchFile, sentenceOf } from "../api/session.ts";
import type { ArtistDetail, Erasure } from "../api/types.ts";
import { DropZone } from "../parts/DropZone.tsx";
import { EraseForm, ErasureState, readErasure } from "../parts/Erasure.tsx";
import { Songs } from "../parts/Songs.tsx";
import { TwoStep } from "../parts/TwoStep.tsx";
import { change } from "../state/draft.ts";
import { loadArtists, loadSongs } from "../state/library.ts";
import { attempt, tell } from "../state/notices.ts";
import { go } from "../state/route.ts";

type Missing = { file: string; severity: string; description: string; fix: string };

export function ArtistPage({ artistId }: { artistId: string }) {
  const artist = useSignal<ArtistDetail | null>(null);
  const missing = useSignal<Missing[]>([]);
  const erasure = useSignal<Erasure | null>(null);
  const wrong = useSignal("");
  const path = { params: { path: { id: artistId } } };
  const load = async () => {
    const query = { params: { query: { artist_account_id: artistId } } };
    const [answer, check] = await Promise.all([
      answerOf(backline().GET("/api/artists/{id}", path)),
      answerOf(backline().GET("/api/content/validate", query)),
      loadSongs(artistId),
    ]);
    artist.value = answer.artist;
    missing.value = check.missing ?? [];
  };
  useEffect(() => {
    load().catch(async (error: unknown) => {
      wrong.value = sentenceOf(error);
      // Somebody who comes back to see how far it is.
      if (error instanceof CallError && error.status === 404) {
        erasure.value = await readErasure(artistId).catch(() => null);
      }
    });
  }, []);
  const known = artist.value;
  if (erasure.value !== null) {
    return (
      <div class="page">
        <Head name={known?.name ?? "An artist who is gone"} />
        {/* It is there from now on. */}
        <ErasureState artistId={artistId} erasure={erasure as Signal<Erasure>} />
      </div>
    );
  }
  if (known === null) {
    return (
      <div class="page">
        <p role="status">{wrong.value === "" ? "Reading …" : wrong.value}</p>
      </div>
    );
  }
  return (
    <div class="page">
      <Head name={known.name}>
        <button
          type="button"
          class="primary"
          disabled={missing.value.some(({ severity }) => severity === "required")}
          onClick={() => {
            change({ artist: artistId, songs: [], clip: null });
            go("#/");
          }}
        >
          Make videos
        </button>
      </Head>
      {missing.value.length > 0 && (
        <ul class="panel notes">
          {missing.value.map(({ file, description, fix }) => (
            <li key={file}>
              <b>{description}</b> {fix}
            </li>
          ))}
        </ul>
      )}
      <div class="two-columns">
        <div>
          <FaceGuide artist={known} onChanged={load} />
          <About key={known.account_id} artist={known} onChanged={load} />
        </div>
        <Songs artistId={artistId} onChanged={load} />
      </div>
      <section class="panel">
        <h2>Removing</h2>
        <div class="actions">
          <TwoStep
            label="Delete the artist"
            question="Delete the artist, the face and the songs? Finished videos stay."
            onConfirm={async () => {
              const isGone = await attempt(async () => {
                await answerOf(backline().DELETE("/api/artists/{id}", path));
                await loadArtists();
              });
              if (isGone) go("#/artists");
            }}
          />
        </div>
        <EraseForm
          artistId={artistId}
          name={known.name}
          onBegun={(begun) => {
            erasure.value = begun;
          }}
        />
      </section>
    </div>
  );
}

/** Whose page it is, and the way back; `children`: what can be done here. */
const Head = ({ name, children }: { name: string; children?: ComponentChildren }) => (
  <header class="page-head">
    <p class="small">
      <a href="#/artists">Artists</a>
    </p>
    <h1>{name}</h1>
    {children}
  </header>
);

function FaceGuide({ artist, onChanged }: { artist: ArtistDetail; onChanged: () => Promise<void> }) {
  const busy = useSignal("");
  const upload = async ([file]: File[]) => {
    if (file === undefined) return;
    busy.value = `Sending ${file.name} …`;
    await attempt(async () => {
      const headers = { "content-type": file.type || "application/octet-stream" };
      for (const kind of ["face-guide", "image"]) {
        // The picture for lists is the face, until another one is chosen.
        if (kind === "image" && artist.image !== null && artist.image !== artist.face_guide) continue;
        await fetchFile(`/api/artists/${artist.account_id}/${kind}`, { method: "PUT", headers, body: file });
      }
      await Promise.all([onChanged(), loadArtists()]);
      tell("The face is there.");
    });
    busy.value = "";
  };
  return (
    <section class="panel">
      <h2>Face</h2>
      <DropZone
        what="a photo"
        note="One clear photo from the front: JPEG, PNG or WebP, up to 10 MiB."
        accept="image/jpeg,image/png,image/webp"
        busy={busy.value}
        onFiles={upload}
      >
        {artist.face_guide !== null && (
          <img class="face-guide" src={artist.face_guide} alt={`The face of ${artist.name}`} />
        )}
      </DropZone>
    </section>
  );
}

function About({ artist, onChanged }: { artist: ArtistDetail; onChanged: () => Promise<void> }) {
  const name = useSignal(artist.name);
  const notes = useSignal(artist.notes);
  const isChanged = name.value.trim() !== artist.name || notes.value !== artist.notes;
  return (
    <section class="panel">
      <h2>Voice</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const body = { name: name.value.trim(), notes: notes.value };
            const path = { id: artist.account_id };
            await answerOf(backline().PATCH("/api/artists/{id}", { params: { path }, body }));
            await Promise.all([onChanged(), loadArtists()]);
            tell("Saved.");
          });
        }}
      >
        <label>
          Name
          <input required value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
        <label>
          How the artist speaks
          <textarea rows={8} value={notes.value} onInput={(event) => (notes.value = event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={!isChanged}>
          Save
        </button>
      </form>
    </section>
  );
}
