/** The whole studio: who is signed in, and where they are. */
import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { apiKey } from "../api/session.ts";
import { Notices } from "../parts/Notices.tsx";
import { ServerGone } from "../parts/ServerGone.tsx";
import { TopBar } from "../parts/TopBar.tsx";
import { startClock } from "../state/clock.ts";
import { fillIn, keepPrice } from "../state/draft.ts";
import { artists, forgetLibrary, loadAccount, loadArtists, loadTemplates, templates } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { place, route } from "../state/route.ts";
import { announcement, keepWall } from "../state/runs.ts";
import { AccountPage } from "./Account.tsx";
import { ArtistPage } from "./Artist.tsx";
import { ArtistsPage } from "./Artists.tsx";
import { OpenedRun } from "./OpenedRun.tsx";
import { SignIn } from "./SignIn.tsx";
import { SongPage } from "./Song.tsx";
import { TemplatePage, TemplatesPage } from "./Templates.tsx";
import { WallPage } from "./Wall.tsx";

export function App() {
  return apiKey.value === null ? <SignIn /> : <SignedIn key={apiKey.value} />;
}

function SignedIn() {
  useEffect(() => {
    const ends = [startClock(), keepWall(), keepPrice()];
    void attempt(async () => {
      await Promise.all([loadArtists(), loadTemplates(), loadAccount()]);
    });
    return () => {
      for (const end of ends) end();
      forgetLibrary();
    };
  }, []);
  useSignalEffect(() => {
    if (artists.value !== null && templates.value !== null) fillIn();
  });
  const [, first, second] = route.value.path;
  const isOpened = place.value === "runs" && first !== undefined;
  return (
    <>
      <button type="button" class="skip primary" onClick={() => document.getElementById("content")?.focus()}>
        Skip to the content
      </button>
      <TopBar />
      <ServerGone />
      <main id="content" tabIndex={-1}>
        <Page first={first} second={second} />
      </main>
      {isOpened && <OpenedRun key={first} runId={first} />}
      {/* An opened run has them itself: what is behind a dialog is not seen. */}
      {!isOpened && <Notices />}
      <p class="unseen" role="status">
        {announcement.value}
      </p>
    </>
  );
}

function Page({ first, second }: { first: string | undefined; second: string | undefined }) {
  switch (place.value) {
    case "artists":
      if (first === undefined) return <ArtistsPage />;
      if (second === undefined) return <ArtistPage key={first} artistId={first} />;
      return <SongPage key={`${first}/${second}`} artistId={first} slug={second} />;
    case "templates":
      return first === undefined ? <TemplatesPage /> : <TemplatePage key={first} name={first} />;
    case "account":
      return <AccountPage />;
    default:
      return <WallPage />;
  }
}
