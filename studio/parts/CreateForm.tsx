/** One form for all that create takes, with the price as it is chosen. */
import { useId } from "preact/hooks";
import { DURATIONS, LYRICS_STYLES } from "../../client/index.ts";
import {
  CAPTIONS,
  change,
  draft,
  isMaking,
  MAX_BATCH,
  MAX_LIPSYNC_SECONDS,
  make,
  makeError,
  movesLips,
  price,
  priceError,
  templateDefault,
} from "../state/draft.ts";
import { account, artists, loadSongs, pictureOf, shortName, songs, templates } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { hrefOf } from "../state/route.ts";
import { clockTime, dollars, plural } from "../text/format.ts";
import { Icon } from "./Icon.tsx";

export function CreateForm({ onMade }: { onMade?: () => void }) {
  const { batch } = draft.value;
  const canMake = draft.value.artist !== "" && draft.value.template !== "" && !isMaking.value;
  return (
    <form
      class="create"
      onSubmit={async (event) => {
        event.preventDefault();
        if (await make()) onMade?.();
      }}
    >
      <ArtistField />
      <TemplateField />
      <BatchField />
      <Choice
        legend="Length"
        options={DURATIONS.map((value) => ({ value, label: `${value} s` }))}
        value={draft.value.duration}
        onChoose={(duration) => change({ duration })}
      />
      <Choice
        legend="Caption"
        options={CAPTIONS.map((value) => ({ value, label: value }))}
        value={draft.value.caption}
        onChoose={(caption) => change({ caption })}
      />
      <LipsField />
      <SongField />
      <details class="further">
        <summary>Sung words, sharpness, tags</summary>
        <label>
          Sung words
          <select
            value={draft.value.lyrics}
            onChange={(event) =>
              change({ lyrics: LYRICS_STYLES.find((each) => each === event.currentTarget.value) ?? "off" })
            }
          >
            {LYRICS_STYLES.map((style) => (
              <option key={style} value={style}>
                {style === "off" ? "not shown" : style}
              </option>
            ))}
          </select>
        </label>
        <label class="switch">
          <input
            type="checkbox"
            checked={draft.value.upscale}
            onChange={(event) => change({ upscale: event.currentTarget.checked })}
          />
          <span>
            Sharper <small>1080 × 1920, upscaled</small>
          </span>
        </label>
        <label>
          Tags
          <input
            type="text"
            placeholder="spring, tour"
            value={draft.value.tags}
            onInput={(event) => change({ tags: event.currentTarget.value })}
          />
        </label>
      </details>
      <div class="create-end">
        <Price />
        <button type="submit" class="primary wide" disabled={!canMake}>
          {isMaking.value ? "Asking …" : batch === 1 ? "Make the video" : `Make ${batch} videos`}
        </button>
        <MakeError />
      </div>
    </form>
  );
}

function ArtistField() {
  const name = useId();
  return (
    <fieldset class="artist-field">
      <legend>Artist</legend>
      <div class="faces">
        {artists.value?.map(({ account_id, name: artist, image }) => (
          <label key={account_id} class="face-choice">
            <input
              type="radio"
              name={name}
              checked={draft.value.artist === account_id}
              onChange={() => change({ artist: account_id, songs: [], clip: null })}
            />
            <Face image={image} name={artist} />
            <span>{artist}</span>
          </label>
        ))}
        {artists.value?.length === 0 && <a href="#/artists">Add an artist first</a>}
      </div>
    </fieldset>
  );
}

export const Face = ({ image, name }: { image: string | null; name: string }) =>
  image === null ? (
    <span class="face" aria-hidden="true">
      {[...name.trim()][0] ?? "?"}
    </span>
  ) : (
    <img class="face" src={image} alt="" loading="lazy" />
  );

function TemplateField() {
  const name = useId();
  return (
    <fieldset>
      <legend>Scene</legend>
      <div class="scenes">
        {templates.value?.map((template) => {
          const picture = pictureOf(template);
          return (
            <label key={template.name} class="scene" title={template.description}>
              <input
                type="radio"
                name={name}
                checked={draft.value.template === template.name}
                onChange={() => change({ template: template.name })}
              />
              {picture === undefined ? <span class="scene-blank" /> : <img src={picture} alt="" loading="lazy" />}
              <span>{shortName(template.name)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function BatchField() {
  const id = useId();
  const { batch } = draft.value;
  const set = (value: number) => change({ batch: Math.min(MAX_BATCH, Math.max(1, Math.round(value) || 1)) });
  return (
    <div class="batch-field">
      <label for={id}>How many</label>
      <input
        id={id}
        type="range"
        min={1}
        max={MAX_BATCH}
        value={batch}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
      <button type="button" class="round" aria-label="One fewer" disabled={batch <= 1} onClick={() => set(batch - 1)}>
        <Icon name="minus" />
      </button>
      <output for={id}>{batch}</output>
      <button
        type="button"
        class="round"
        aria-label="One more"
        disabled={batch >= MAX_BATCH}
        onClick={() => set(batch + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}

interface ChoiceProps<Value extends string | number> {
  legend: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** One of a few, side by side. */
function Choice<Value extends string | number>({ legend, options, value, onChoose }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChoose(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function LipsField() {
  const isPossible = draft.value.duration <= MAX_LIPSYNC_SECONDS;
  return (
    <label class="switch">
      <input
        type="checkbox"
        disabled={!isPossible}
        checked={movesLips(draft.value, templateDefault.value)}
        onChange={(event) => change({ lipsync: event.currentTarget.checked })}
      />
      <span>
        Lips sing <small>{isPossible ? "the clip moves the mouth" : `up to ${MAX_LIPSYNC_SECONDS} seconds`}</small>
      </span>
    </label>
  );
}

function SongField() {
  const { artist, clip, songs: chosen } = draft.value;
  if (artist === "") return null;
  if (clip !== null) {
    return (
      <div class="clip-chosen">
        <span>
          <b>{clip.about}</b> from {clockTime(clip.start, true)}
        </span>
        <button type="button" class="quiet" onClick={() => change({ clip: null })}>
          Let it choose
        </button>
      </div>
    );
  }
  const known = songs.value[artist];
  return (
    <details
      class="further"
      onToggle={(event) => {
        if (event.currentTarget.open && known === undefined) void attempt(() => loadSongs(artist));
      }}
    >
      <summary>{chosen.length === 0 ? "Any of the songs" : plural(chosen.length, "song")}</summary>
      <ul class="song-choices">
        {known?.map(({ slug, title }) => (
          <li key={slug}>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(slug)}
                onChange={(event) =>
                  change({
                    songs: event.currentTarget.checked ? [...chosen, slug] : chosen.filter((each) => each !== slug),
                  })
                }
              />
              {title}
            </label>
            <a href={hrefOf(["artists", artist, slug])}>choose the second</a>
          </li>
        ))}
        {known?.length === 0 && (
          <li>
            <a href={hrefOf(["artists", artist])}>Add a song first</a>
          </li>
        )}
      </ul>
    </details>
  );
}

function Price() {
  const known = price.value;
  const { batch } = draft.value;
  const limit = account.value?.limits.monthly_spend ?? null;
  const usage = account.value?.usage;
  const left = limit === null || usage === undefined ? undefined : (limit - usage.spent - usage.reserved) * 100;
  return (
    <div class="price" aria-live="polite">
      {priceError.value !== "" ? (
        <span class="wrong">{priceError.value}</span>
      ) : (
        known !== null && (
          <>
            <b>{dollars(known.total)}</b>
            <span>
              at most{batch > 1 ? `, ${dollars(known.perVideo)} each` : ""}
              {left !== undefined && `; ${dollars(Math.max(0, left))} of the month left`}
            </span>
          </>
        )
      )}
    </div>
  );
}

function MakeError() {
  const error = makeError.value;
  return (
    <div role="alert">
      {error !== null && (
        <div class="wrong">
          <p>{error.message}</p>
          {error.missing.length > 0 && (
            <ul>
              {error.missing.map(({ file, fix }) => (
                <li key={file}>{fix}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}
