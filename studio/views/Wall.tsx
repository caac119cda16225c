/** All videos, newest first, beside the form that makes more. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { CreateForm } from "../parts/CreateForm.tsx";
import { FilterBar } from "../parts/FilterBar.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Tile } from "../parts/Tile.tsx";
import { filters } from "../state/filters.ts";
import { artists } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { go } from "../state/route.ts";
import { hasMore, loadMore, loadWall, wallError, wallIds, wallState } from "../state/runs.ts";

export function WallPage() {
  const sheet = useRef<HTMLDialogElement>(null);
  const isMaking = useSignal(false);
  const open = () => {
    isMaking.value = true;
    sheet.current?.showModal();
  };
  return (
    <div class="desk">
      <h1 class="unseen">Videos</h1>
      <aside class="desk-form" aria-label="Make videos">
        <CreateForm />
      </aside>
      <section class="desk-wall" aria-label="Videos">
        <FilterBar />
        <Wall />
      </section>
      <button type="button" class="primary make-open" onClick={open}>
        <Icon name="plus" /> Make videos
      </button>
      <dialog ref={sheet} class="sheet" aria-label="Make videos" onClose={() => (isMaking.value = false)}>
        <button type="button" class="round quiet sheet-close" aria-label="Close" onClick={() => sheet.current?.close()}>
          <Icon name="close" />
        </button>
        {isMaking.value && <CreateForm onMade={() => sheet.current?.close()} />}
      </dialog>
    </div>
  );
}

/** Tiles that are drawn at a time: the page answers to its user between. */
const STEP = 24;

function Wall() {
  const ids = wallIds.value;
  const shown = useSignal(STEP);
  const isNarrowed = useComputed(() => Object.keys(filters.value).length > 0);
  useSignalEffect(() => {
    if (shown.value >= wallIds.value.length) return;
    const timer = setTimeout(() => {
      shown.value += STEP;
    }, 16);
    return () => clearTimeout(timer);
  });
  if (wallState.value === "failed") {
    return (
      <div class="empty" role="alert">
        <h2>The videos could not be read</h2>
        <p>{wallError.value}</p>
        <button type="button" onClick={() => void loadWall()}>
          Try again
        </button>
      </div>
    );
  }
  if (ids.length === 0) {
    if (wallState.value === "loading") return <Waiting />;
    return isNarrowed.value ? <NothingFound /> : <Empty />;
  }
  return (
    <>
      <ul class="wall" onKeyDown={moveAmongTiles} aria-busy={wallState.value === "loading"}>
        {ids.slice(0, shown.value).map((id) => (
          <Tile key={id} id={id} />
        ))}
      </ul>
      {hasMore.value && shown.value >= ids.length && <More />}
    </>
  );
}

/** Arrow keys go from tile to tile, up and down by what is above and below. */
function moveAmongTiles(event: KeyboardEvent & { currentTarget: HTMLElement }) {
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a.tile-link")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const [first] = links;
  if (at < 0 || first === undefined) return;
  event.preventDefault();
  const top = (link: HTMLElement) => link.parentElement?.offsetTop ?? 0;
  const columns = Math.max(1, links.filter((link) => top(link) === top(first)).length);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key] ?? 0;
  links[at + step]?.focus();
}

function More() {
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void attempt(loadMore);
      },
      { rootMargin: "600px" },
    );
    if (end.current) watcher.observe(end.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <button ref={end} type="button" class="more" onClick={() => void attempt(loadMore)}>
      Show older videos
    </button>
  );
}

const Waiting = () => (
  <div class="wall" aria-hidden="true">
    {Array.from({ length: 8 }, (_, at) => (
      <div key={at} class="tile waiting" />
    ))}
  </div>
);

function Empty() {
  const hasArtist = (artists.value?.length ?? 0) > 0;
  return (
    <div class="empty">
      <div class="empty-frames" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <h2>Nothing made yet</h2>
      {hasArtist || artists.value === null ? (
        <p>Choose an artist and a scene, and press the button. The first image is here within a minute.</p>
      ) : (
        <>
          <p>Videos need an artist: a name, one clear photo of the face, and a song.</p>
          <a class="button primary" href="#/artists">
            Add an artist
          </a>
        </>
      )}
    </div>
  );
}

const NothingFound = () => (
  <div class="empty">
    <h2>No video is like that</h2>
    <p>None of the account’s videos fits what you look for.</p>
    <button type="button" onClick={() => go("#/")}>
      Show all videos
    </button>
  </div>
);
