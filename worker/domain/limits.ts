/** Size limits of what a run is made from. Uploads are checked against them, and estimates assume them. */

export const MAX_ARTIST_NAME_LENGTH = 200;
/** Characters of an artist's notes. */
export const MAX_NOTES_LENGTH = 10_000;
/** Characters of a song's title, and of the file name that it may be made from. */
export const MAX_TITLE_LENGTH = 200;

export const MIN_SONG_SECONDS = 10;
export const MAX_SONG_SECONDS = 15 * 60;
