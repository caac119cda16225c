/** How large the things may be that a run is made from. Uploads are held to these, and an estimate assumes them. */

export const MAX_ARTIST_NAME_LENGTH = 200;
/** Of an artist's notes, characters. */
export const MAX_NOTES_LENGTH = 10_000;
/** Of a song's title, and of the file name that it may be made from, characters. */
export const MAX_TITLE_LENGTH = 200;

export const MIN_SONG_SECONDS = 10;
export const MAX_SONG_SECONDS = 15 * 60;
