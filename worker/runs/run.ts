/** What a caller asked of a run, and what it came to. Both are stored on its row and shown as they are. */

export const CAPTION_LENGTHS = ["short", "medium", "long"] as const;
export type CaptionLength = (typeof CAPTION_LENGTHS)[number];

/** The create call's parameters with every default filled in. */
export interface RunRequest {
  artist_account_id: string;
  template: string;
  lipsync: boolean;
  caption_length: CaptionLength;
  upscale: boolean;
  batch: number;
}

export interface RunOutput {
  status: "completed";
  accountId: string;
  artistSlug: string;
  template: string;
  lipsync: boolean;
  /** Public URL of the finished MP4. Stored as a media ref, shown as a URL. */
  videoSourceUrl: string;
  posterUrl: string;
  renderedVideoBytes: number;
  width: number;
  height: number;
  durationSeconds: number;
  imageUrl: string;
  captionText: string;
  audio: {
    songTitle: string;
    songFilename: string;
    startSeconds: number;
    durationSeconds: number;
    clipLyrics: string;
    clipMood: string;
  };
  warnings: string[];
}

/** Statuses a run can leave. */
export const ACTIVE_STATUSES = ["QUEUED", "EXECUTING", "REATTEMPTING"] as const;

/** Seconds of a finished video. */
export const VIDEO_SECONDS = 8;
