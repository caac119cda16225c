/** Whom videos are made of. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline } from "../api/session.ts";
import { Face } from "../parts/CreateForm.tsx";
import { artists, loadArtists } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { go, hrefOf } from "../state/route.ts";
import { plural } from "../text/format.ts";

export function ArtistsPage() {
  // Links to faces work for an hour.
  useEffect(() => void attempt(loadArtists), []);
  const known = artists.value;
  return (
    <div class="page">
      <header class="page-head">
        <h1>Artists</h1>
        {known !== null && <p>{plural(known.length, "artist")}</p>}
      </header>
      <ul class="cards">
        {known?.map(({ account_id, name, image, socials }) => (
          <li key={account_id}>
            <a class="card" href={hrefOf(["artists", account_id])}>
              <Face image={image} name={name} />
              <b>{name}</b>
              <span class="small">{[...new Set(socials.map(({ username }) => username))].join(", ")}</span>
            </a>
          </li>
        ))}
      </ul>
      {known?.length === 0 && <p>Nobody yet. A video needs an artist with one clear photo of the face, and a song.</p>}
      <NewArtist />
    </div>
  );
}

function NewArtist() {
  const name = useSignal("");
  return (
    <form
      class="panel inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          const body = { name: name.value.trim() };
          const { artist } = await answerOf(backline().POST("/api/artists", { body }));
          await loadArtists();
          go(hrefOf(["artists", artist.account_id]));
        });
      }}
    >
      <label>
        A new artist’s name
        <input required value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <button type="submit" class="primary">
        Add
      </button>
    </form>
  );
}
