/** One song: what it is like, where clips may begin, what is sung. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { answerOf, backline, sentenceOf } from "../api/session.ts";
import type { Moment, SongDetail } from "../api/types.ts";
import { Icon } from "../parts/Icon.tsx";
import { Lyrics } from "../parts/Lyrics.tsx";
import { Waveform } from "../parts/Waveform.tsx";
import { useMoment } from "../state/draft.ts";
import { artistNames } from "../state/library.ts";
import { tell } from "../state/notices.ts";
import { go, hrefOf } from "../state/route.ts";
import { clockTime } from "../text/format.ts";

export function SongPage({ artistId, slug }: { artistId: string; slug: string }) {
  const song = useSignal<SongDetail | null>(null);
  const wrong = useSignal("");
  const path = { params: { path: { id: artistId, song: slug } } };
  useEffect(() => {
    answerOf(backline().GET("/api/artists/{id}/songs/{song}", path)).then(
      (answer) => {
        song.value = answer.song;
      },
      (error: unknown) => {
        wrong.value = sentenceOf(error);
      },
    );
  }, []);
  if (song.value === null) {
    return (
      <div class="page">
        <p role="status">{wrong.value === "" ? "Reading …" : wrong.value}</p>
      </div>
    );
  }
  return <SongInFull artistId={artistId} song={song.value} />;
}

export function SongInFull({ artistId, song }: { artistId: string; song: SongDetail }) {
  const sound = useRef<HTMLAudioElement>(null);
  const at = useSignal(0);
  const isPlaying = useSignal(false);
  const chosen = useSignal<{ start: number; seconds: number } | null>(null);
  /** Where listening ends by itself: a line, or a clip. */
  const stopAt = useRef(Number.POSITIVE_INFINITY);
  const { analysis } = song;

  const play = (from?: number, until = Number.POSITIVE_INFINITY) => {
    const audio = sound.current;
    if (audio === null) return;
    if (from !== undefined) audio.currentTime = from;
    stopAt.current = until;
    // A play that is broken off by the next one is no error.
    audio.play().catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError"))
        tell("The song cannot be played here.", "wrong");
    });
  };
  useEffect(() => {
    if (!isPlaying.value) return;
    let frame = 0;
    const look = () => {
      const audio = sound.current;
      if (audio !== null) {
        at.value = audio.currentTime;
        if (audio.currentTime >= stopAt.current) audio.pause();
      }
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying.value]);

  const take = (start: number, moment?: Moment) => {
    useMoment(artistId, song, Math.round(start * 1000) / 1000, moment);
    go("#/");
    tell(`The next videos begin at ${clockTime(start, true)} of ${song.title}.`);
  };
  const clock = useComputed(() => `${clockTime(at.value, true)} of ${clockTime(song.duration_seconds)}`);
  return (
    <div class="page">
      <header class="page-head">
        <p class="small">
          <a href="#/artists">Artists</a> /{" "}
          <a href={hrefOf(["artists", artistId])}>{artistNames.value.get(artistId) ?? "Artist"}</a>
        </p>
        <h1>{song.title}</h1>
        <p>
          {analysis?.tempo ? `${Math.round(analysis.tempo.bpm)} beats a minute, ` : ""}
          {clockTime(song.duration_seconds)}
          {analysis ? `, ${analysis.integrated_lufs.toFixed(1)} LUFS` : ""}
        </p>
      </header>
      {/* biome-ignore lint/a11y/useMediaCaption: what is sung stands below, line by line. */}
      <audio
        ref={sound}
        src={song.url}
        preload="metadata"
        onPlay={() => (isPlaying.value = true)}
        onPause={() => (isPlaying.value = false)}
        onSeeked={() => (at.value = sound.current?.currentTime ?? 0)}
      />
      <section class="panel player" aria-label="Listen">
        <button
          type="button"
          class="round play"
          aria-label={isPlaying.value ? "Pause" : "Play"}
          onClick={() => (isPlaying.value ? sound.current?.pause() : play())}
        >
          <Icon name={isPlaying.value ? "pause" : "play"} />
        </button>
        <Waveform
          song={song}
          at={at}
          chosen={chosen.value}
          onSeek={(seconds) => {
            at.value = seconds;
            if (sound.current) sound.current.currentTime = seconds;
            stopAt.current = Number.POSITIVE_INFINITY;
          }}
        />
        <p class="player-clock">{clock}</p>
        <button type="button" onClick={() => take(at.value)}>
          Videos from here
        </button>
      </section>
      <div class="two-columns">
        <section class="panel">
          <h2>Moments</h2>
          {song.moments.length === 0 && <p>None is known. Any second can be chosen above.</p>}
          <ol class="moments">
            {song.moments.map((moment) => (
              <MomentRow
                key={moment.id}
                moment={moment}
                onHear={(seconds) => {
                  chosen.value = { start: moment.start_seconds, seconds };
                  play(moment.start_seconds, moment.start_seconds + seconds);
                }}
                onTake={() => take(moment.start_seconds, moment)}
              />
            ))}
          </ol>
        </section>
        <Lyrics artistId={artistId} slug={song.slug} at={at} onHear={play} />
      </div>
    </div>
  );
}

interface MomentRowProps {
  moment: Moment;
  onHear: (seconds: number) => void;
  onTake: () => void;
}

function MomentRow({ moment, onHear, onTake }: MomentRowProps) {
  const { start_seconds, lengths, reason, why, mood, energy, sung } = moment;
  const seconds = lengths[0] ?? 8;
  const when = clockTime(start_seconds, true);
  return (
    <li>
      <button
        type="button"
        class="round"
        aria-label={`Hear ${seconds} seconds from ${when}`}
        onClick={() => onHear(seconds)}
      >
        <Icon name="play" />
      </button>
      <div>
        <b>{when}</b>{" "}
        <span
          class="meter"
          style={{ "--lit": String(energy) }}
          role="img"
          aria-label={`Energy ${Math.round(energy * 10)} of 10`}
        />
        <p>{reason}</p>
        <p class="small">
          {[mood, sung ? "sung" : "not sung", ...why.filter((each) => each !== reason)].filter(Boolean).join(", ")}
        </p>
      </div>
      <button type="button" class="quiet" aria-label={`Use it: make videos from ${when}`} onClick={onTake}>
        Use it
      </button>
    </li>
  );
}
