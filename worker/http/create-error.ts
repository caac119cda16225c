/** Tells callers why a create call started nothing. */
import type { CreateOutcome } from "../runs/create-batch.ts";
import { ApiError } from "./errors.ts";
import { limitError } from "./limit-error.ts";
import { urlRefused } from "./url-refused.ts";

/** The error for the caller, with the field that is wrong where there is one. */
export function createError(problem: Exclude<CreateOutcome, { kind: "created" | "answered" }>): ApiError {
  switch (problem.kind) {
    case "unknown_template":
      return new ApiError(400, "unknown_template", `There is no template called "${problem.template}".`, {
        field: ["template"],
        available_templates: problem.available,
      });
    case "template_without_references":
      return new ApiError(
        400,
        "template_without_references",
        `The template "${problem.template}" has no reference images yet: upload at least one.`,
        { field: ["template"] },
      );
    case "artist_not_found":
      return new ApiError(404, "artist_not_found", "There is no such artist.", { field: ["artist_account_id"] });
    case "artist_not_ready":
      return new ApiError(400, "artist_not_ready", "The artist lacks files that a video needs: see `missing`.", {
        ready: false,
        missing: problem.missing,
      });
    case "unknown_songs": {
      const issues = problem.unknown.map(({ index, slug }) => ({
        path: ["songs", index],
        code: "unknown_song",
        message: `There is no song "${slug}"`,
      }));
      return unknownSongs(["songs"], issues, problem.available);
    }
    case "unknown_clip_song": {
      const issue = { path: ["clip", "song"], code: "unknown_song", message: `There is no song "${problem.song}"` };
      return unknownSongs(issue.path, [issue], problem.available);
    }
    case "clip_refused": {
      const { code, field, message } = problem;
      const issue = { path: ["clip", field], code, message };
      return new ApiError(422, "clip_refused", `${message}.`, { field: issue.path, issues: [issue] });
    }
    case "images_refused": {
      const issues = problem.refused.map(({ index, code, message }) => ({
        path: ["images", index],
        code,
        message: `images[${index}] is refused: ${message}`,
      }));
      return new ApiError(400, "images_refused", `${sentences(issues)}.`, { field: issues[0]?.path ?? [], issues });
    }
    case "options_conflict": {
      const issues = conflictsOf(problem);
      const [{ path: field } = { path: [] }] = issues;
      return new ApiError(400, "options_conflict", `${sentences(issues)}.`, { field, issues });
    }
    case "url_refused":
      return urlRefused(problem.field, problem.message);
    case "claim_lost":
    case "in_flight":
      return new ApiError(
        409,
        "idempotency_key_in_flight",
        "The first request with this idempotency key is still being answered. Ask again in a moment.",
        {},
        { "retry-after": "1" },
      );
    case "other_request":
      return new ApiError(422, "idempotency_key_reused", "This idempotency key came with another body before.");
    case "snapshot_changed":
      return new ApiError(409, "artist_changed", "The artist's files were changed in this very moment. Try again.");
    case "too_many_runs":
    case "spend_limit_reached":
      return limitError(problem);
  }
}

/** Songs that a sentence names. */
const NAMED = 5;

function unknownSongs(
  field: string[],
  issues: { path: (string | number)[]; code: string; message: string }[],
  available: string[],
): ApiError {
  const named = available.slice(0, NAMED).map((slug) => `"${slug}"`);
  const more = available.length > NAMED ? ", among others" : "";
  const there = named.length === 0 ? "" : ` There ${named.length === 1 ? "is" : "are"} ${named.join(", ")}${more}.`;
  return new ApiError(400, "unknown_songs", `${sentences(issues)}.${there}`, {
    ...{ field, issues, available_songs: available },
  });
}

/** What is wrong with lip-sync, and with each song that is too short, together. */
function conflictsOf({ duration, lipsyncAtMost, tooShort }: Extract<CreateOutcome, { kind: "options_conflict" }>): {
  path: (string | number)[];
  code: string;
  message: string;
}[] {
  const lipsync = lipsyncAtMost && {
    path: ["lipsync"],
    code: "lipsync_too_long",
    message: `A lip-sync video has at most ${lipsyncAtMost.seconds} seconds, not ${duration}${lipsyncAtMost.isAsked ? "" : ": the template has lip-sync unless lipsync is false"}`,
  };
  const songs = tooShort.map(({ index, slug, durationSeconds }) => ({
    path: index === null ? ["duration"] : ["songs", index],
    code: "song_too_short",
    message: `The song "${slug}" lasts ${Number(durationSeconds.toFixed(1))} seconds, less than the video's ${duration}`,
  }));
  return [...(lipsync ? [lipsync] : []), ...songs];
}

const sentences = (issues: readonly { message: string }[]) => issues.map(({ message }) => message).join(". ");
