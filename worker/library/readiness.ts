/** Whether an artist has what a video needs. Pure: create refuses by it, validate reports it. */
export interface ArtistFiles {
  faceGuide: string | null;
  songs: number;
  notes: string;
}

export interface MissingFile {
  file: string;
  severity: "required" | "recommended";
  description: string;
  fix: string;
}

/** What the artist lacks, and how to fix it. */
export function missingFiles({ faceGuide, songs, notes }: ArtistFiles): MissingFile[] {
  const missing: MissingFile[] = [];
  if (faceGuide === null) {
    missing.push({
      file: "face-guide",
      severity: "required",
      description: "A picture of the artist's face, which every image is made from.",
      fix: "Upload one clear, front-facing photo (PNG, JPEG or WebP).",
    });
  }
  if (songs === 0) {
    missing.push({
      file: "songs",
      severity: "required",
      description: "At least one song to take a clip from.",
      fix: "Upload a song of ten seconds or more (MP3, WAV, M4A, FLAC or OGG).",
    });
  }
  if (notes.trim() === "") {
    missing.push({
      file: "context-notes",
      severity: "recommended",
      description: "Notes on the artist's voice, which captions are written from.",
      fix: "Write a few sentences: how the artist talks, what the songs are about, what they would never say.",
    });
  }
  return missing;
}

/** Whether videos can be made in spite of what is missing. */
export const isReady = (missing: readonly MissingFile[]): boolean =>
  missing.every(({ severity }) => severity !== "required");
