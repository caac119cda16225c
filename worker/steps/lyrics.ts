import { showsLyrics } from "../domain/run.ts";
import { linesInClip } from "../lyrics/in-clip.ts";
import { type SongLines, songLines } from "../lyrics/song-lines.ts";
import { alignmentOf } from "./align.ts";
import { transcription, wordsIn } from "./listen.ts";
import { type Answer, type Ask, dataOf, done, outputOf, type Step, type StepContext } from "./step.ts";

/**
 * The clip's lines with their times, and how sure those are. It asks what `listen` and `align` have asked, so it finds their
 * answers again; what they came to is as large as a song, and not kept with the run.
 */
export const lyrics: Step<"lyrics"> = {
  name: "lyrics",
  title: "Timing the lyrics",
  typicalSeconds: 1,
  queue: "steps",
  needs: ["listen", "clip", "separate", "align"],
  when: showsLyrics,
  readsLyrics: true,
  next(context, answers) {
    const asked = questions(context);
    const next = asked[answers.length];
    if (next) return next;
    const { startSeconds, durationSeconds } = outputOf(context, "clip");
    const found = songLines(context.lyrics ?? null, asHeard(context.song, answers));
    const { lines, omitted } = linesInClip(found.lines, startSeconds, durationSeconds);
    const warnings = warningsOf(found, lines.length, omitted);
    return done({ source: found.source, lines, warnings }, noteOf(found, lines, omitted));
  },
};

/** What was asked already: the transcript, and the alignment of these very words, where there is one. */
function questions(context: StepContext): Ask[] {
  const { lyrics } = context;
  const { wordsHash } = outputOf(context, "align");
  const isAligned = lyrics?.source === "artist" && wordsHash === lyrics.wordsHash;
  return [
    transcription(context),
    ...(isAligned ? [alignmentOf(context, lyrics, outputOf(context, "separate").voiceUrl)] : []),
  ];
}

/** A song as these answers have it: its transcript, and the alignment of its lyrics, if there is one. */
export function asHeard(
  { durationSeconds, loudness }: Pick<StepContext["song"], "durationSeconds" | "loudness">,
  [transcript, aligned]: readonly Answer[],
) {
  const heard = transcript ? wordsIn(dataOf("transcribe", transcript).chunks ?? [], durationSeconds) : [];
  const forced = aligned && dataOf("align", aligned).words;
  return { durationSeconds, heard, forced, loudness, loudnessStep: 1 };
}

function warningsOf({ isFitting, lines }: SongLines, shown: number, omitted: number): string[] {
  if (!isFitting) return ["No lyrics are shown: those that the artist gave are not what is sung in this song."];
  if (lines.length === 0) return ["No lyrics are shown: nothing is sung in this song."];
  if (shown === 0) return ["No lyrics are shown: nothing is sung in this clip, or it could not be made out."];
  if (omitted === 0) return [];
  return [`${omitted === 1 ? "One line" : `${omitted} lines`} of the clip's lyrics could not be timed: not shown.`];
}

function noteOf({ source }: SongLines, lines: readonly { timed: "words" | "line" }[], omitted: number): string {
  const byWord = lines.filter(({ timed }) => timed === "words").length;
  const counts = [`${byWord} word by word`, `${lines.length - byWord} as a whole`, `${omitted} not shown`];
  return `lines of the ${source === "artist" ? "artist's lyrics" : "transcript"}: ${counts.join(", ")}`;
}
