/** The kinds of files that the renderer takes, by the names that people have for them. */

const VIDEO = ["MP4", "MOV", "WebM", "Matroska"];
export const KINDS = {
  video: VIDEO,
  audio: ["MP3", "WAV", "FLAC", "AAC", "M4A", "OGG", "Opus", "AIFF", ...VIDEO],
  picture: ["JPEG", "PNG", "WebP"],
};

/** A clause about a file of another kind, to follow after what it is. */
export const noneOf = (wanted: keyof typeof KINDS): string =>
  `none of the kinds that are taken: ${KINDS[wanted].join(", ")}`;
