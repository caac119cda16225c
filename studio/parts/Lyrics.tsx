/** What is sung, line by line: heard, and set right. */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline, fetchFile, sentenceOf } from "../api/session.ts";
import type { LyricLine, SongLyrics } from "../api/types.ts";
import { attempt, tell } from "../state/notices.ts";
import { clockTime } from "../text/format.ts";
import { Icon } from "./Icon.tsx";
import { TwoStep } from "./TwoStep.tsx";

interface LyricsProps {
  artistId: string;
  slug: string;
  at: ReadonlySignal<number>;
  onHear: (from: number, until: number) => void;
}

const SHOWN = { words: "word by word", line: "as a whole", none: "not shown" } as const;
/** Where the end of a line is not known. Seconds. */
const LINE_SECONDS = 4;

export function Lyrics({ artistId, slug, at, onHear }: LyricsProps) {
  const lyrics = useSignal<SongLyrics | null>(null);
  const isWriting = useSignal(false);
  const wrong = useSignal("");
  const path = { id: artistId, song: slug };
  const load = async () => {
    const answer = await answerOf(backline().GET("/api/artists/{id}/songs/{song}/lyrics", { params: { path } }));
    lyrics.value = answer.lyrics;
  };
  useEffect(() => {
    load().catch((error: unknown) => {
      wrong.value = sentenceOf(error);
    });
  }, []);
  const known = lyrics.value;
  return (
    <section class="panel">
      <h2>Sung words</h2>
      {wrong.value !== "" && <p>{wrong.value}</p>}
      {known !== null && (
        <p class="small">
          {known.source === "artist"
            ? "The artist’s own words"
            : known.lines.length === 0
              ? "None was heard"
              : "As they were heard"}
          {known.heard ? "" : "; no video has heard the song yet, so nothing is known of when they are sung"}
          {known.fit !== null && known.fit < 1 ? `; ${Math.round(known.fit * 100)} % of them were heard` : ""}.
        </p>
      )}
      {known?.warnings.map((warning) => (
        <p key={warning} class="small">
          {warning}
        </p>
      ))}
      <ol class="lines">
        {known?.lines.map((line, index) => (
          <Line
            // A line that is sung again comes again with the same number.
            key={`${line.number} ${index}`}
            line={line}
            at={at}
            onHear={onHear}
            onCorrect={async (body) => {
              const params = { path: { ...path, number: line.number } };
              await answerOf(backline().PATCH("/api/artists/{id}/songs/{song}/lines/{number}", { params, body }));
              await load();
              tell("Set right. The next videos show it so.");
            }}
          />
        ))}
      </ol>
      {isWriting.value ? (
        <Write
          lines={known?.lines ?? []}
          onLeave={() => (isWriting.value = false)}
          onSave={async (text) => {
            await fetchFile(`/api/artists/${artistId}/songs/${encodeURIComponent(slug)}/lyrics`, {
              method: "PUT",
              headers: { "content-type": "text/plain" },
              body: text,
            });
            wrong.value = "";
            isWriting.value = false;
            await load();
          }}
        />
      ) : (
        <div class="actions">
          <button type="button" onClick={() => (isWriting.value = true)}>
            Give the words
          </button>
          {known?.source === "artist" && (
            <TwoStep
              label="Remove them"
              question="Remove the artist’s words, and all that was set right?"
              onConfirm={async () => {
                await attempt(async () => {
                  await answerOf(backline().DELETE("/api/artists/{id}/songs/{song}/lyrics", { params: { path } }));
                  await load();
                });
              }}
            />
          )}
        </div>
      )}
    </section>
  );
}

interface LineProps {
  line: LyricLine;
  at: ReadonlySignal<number>;
  onHear: (from: number, until: number) => void;
  onCorrect: (change: { text?: string; start_seconds?: number; end_seconds?: number }) => Promise<void>;
}

function Line({ line, at, onHear, onCorrect }: LineProps) {
  const text = useSignal(line.text);
  const { start_seconds: start, end_seconds: end } = line;
  const isSung = useComputed(() => start !== null && at.value >= start && at.value < (end ?? start + LINE_SECONDS));
  const isChanged = text.value.trim() !== line.text && text.value.trim() !== "";
  useEffect(() => {
    text.value = line.text;
  }, [line.text]);
  const hear = () => start !== null && onHear(Math.max(0, start - 0.2), (end ?? start + LINE_SECONDS) + 0.3);
  return (
    <li data-sung={isSung.value} data-timed={line.timed}>
      <button type="button" class="quiet line-time" disabled={start === null} onClick={hear}>
        <Icon name="play" />
        <span class="unseen">{start === null ? "Not heard" : `Hear line ${line.number} from `}</span>
        {start === null ? "–" : clockTime(start, true)}
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) void attempt(() => onCorrect({ text: text.value.trim() })).then(hear);
        }}
      >
        <input
          aria-label={`Line ${line.number}`}
          value={text.value}
          spellcheck={false}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        {isChanged && <button type="submit">Save and hear</button>}
      </form>
      <span class="line-facts small">
        {line.corrected ? "set right, " : ""}
        {SHOWN[line.timed]}
        {start !== null && (
          <button
            type="button"
            class="quiet"
            onClick={() => void attempt(() => onCorrect({ start_seconds: Math.round(at.value * 100) / 100 }))}
          >
            begins at the needle
          </button>
        )}
      </span>
    </li>
  );
}

interface WriteProps {
  lines: readonly LyricLine[];
  onLeave: () => void;
  onSave: (text: string) => Promise<void>;
}

function Write({ lines, onLeave, onSave }: WriteProps) {
  const text = useSignal(lines.map((line) => line.text).join("\n"));
  const isDropped = useSignal(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => onSave(text.value));
      }}
    >
      <label>
        One line of the song in each. LRC, SRT and WebVTT are read, too; a file can be dropped here.
        <textarea
          rows={12}
          required
          data-over={isDropped.value}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onDrop={(event) => {
            const file = event.dataTransfer?.files[0];
            if (file === undefined) return;
            event.preventDefault();
            void file.text().then((content) => (text.value = content));
          }}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          Save the words
        </button>
        <button type="button" class="quiet" onClick={onLeave}>
          Leave it
        </button>
      </div>
    </form>
  );
}
