/** Every error of the API: its HTTP status, and what the caller can do about it. */
export const ERRORS = {
  invalid_json: { status: 400, advice: "The body is empty or not JSON: send a JSON object." },
  validation_failed: {
    status: 400,
    advice: "A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.",
  },
  invalid_cursor: {
    status: 400,
    advice: "The cursor is not one that this list gave for these filters: begin again without one.",
  },
  unknown_template: { status: 400, advice: "`available_templates` lists those that the account can use." },
  template_without_references: { status: 400, advice: "Upload at least one of the template's reference images first." },
  unknown_songs: {
    status: 400,
    advice: "`issues` names each slug that is no song of the artist's, `available_songs` those that are.",
  },
  clip_refused: {
    status: 422,
    advice: "No clip can begin where `clip` says: `issues` says why. Name another second, moment or song.",
  },
  options_conflict: {
    status: 400,
    advice: "`issues` names each option that others rule out, or the songs: change one of them.",
  },
  images_refused: { status: 400, advice: "`issues` says for each URL of `images` why it cannot be used." },
  artist_not_ready: { status: 400, advice: "`missing` lists what to upload first." },
  picture_refused: {
    status: 400,
    advice: "Send a JPEG, PNG or WebP of 256 to 8192 pixels each way that can be decoded.",
  },
  song_unreadable: { status: 400, advice: "Send a file with sound in it that ffmpeg can read." },
  song_too_short: { status: 400, advice: "Send 10 seconds or more." },
  song_too_long: { status: 400, advice: "Send 15 minutes or less." },
  lyrics_unreadable: {
    status: 400,
    advice: "Send plain text, LRC or SRT with words in it: the error says what is wrong.",
  },
  upload_incomplete: {
    status: 400,
    advice: "The file, or the form that it came in, broke off before its end: send it again.",
  },
  url_refused: { status: 400, advice: "Name an https URL on the public internet." },
  unauthorized: {
    status: 401,
    advice: "Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both.",
  },
  spend_limit_reached: {
    status: 402,
    advice: "This would pass the account's limit for the month; `spend` has the figures.",
  },
  foreign_origin: {
    status: 403,
    advice: "Web pages of other servers may not call this: call by the server's own name, and without an `Origin`.",
  },
  not_found: { status: 404, advice: "There is nothing at this path." },
  account_not_found: {
    status: 404,
    advice: "Name the key's own account, or none: GET /api/account shows which it is.",
  },
  artist_not_found: { status: 404, advice: "GET /api/artists lists the account's artists." },
  erasure_not_found: { status: 404, advice: "POST to the same path asks for the artist to be erased." },
  file_not_found: { status: 404, advice: "There is no such file to delete, or no reference of that id to upload for." },
  song_not_found: { status: 404, advice: "GET /api/artists/{id}/songs lists the artist's songs." },
  lyrics_not_found: {
    status: 404,
    advice: "The artist gave none for this song, and no run has heard it yet: PUT them.",
  },
  line_not_found: { status: 404, advice: "The lyrics have no line of this number: GET lists them." },
  template_not_found: { status: 404, advice: "GET /api/content/templates lists the templates." },
  run_not_found: { status: 404, advice: "GET /api/tasks/runs lists the account's runs." },
  batch_not_found: { status: 404, advice: "A run's `batchId` names its batch." },
  key_not_found: { status: 404, advice: "GET /api/keys lists the account's keys." },
  webhook_not_found: { status: 404, advice: "GET /api/webhooks lists the account's webhooks." },
  delivery_not_found: { status: 404, advice: "GET /api/webhooks/deliveries lists the account's deliveries." },
  method_not_allowed: { status: 405, advice: "The `Allow` header names the methods that this path takes." },
  artist_changed: { status: 409, advice: "The artist's files were changed in this very moment: try again." },
  artist_in_use: { status: 409, advice: "Runs of the artist are under way: wait for them, or cancel them." },
  artist_slug_taken: { status: 409, advice: "Another artist of the account has this slug: choose another." },
  song_in_use: { status: 409, advice: "Runs of the song are under way: wait for them, or cancel them." },
  song_slug_taken: { status: 409, advice: "The artist has another song of this name: delete it, or rename the file." },
  template_name_taken: { status: 409, advice: "Choose another name." },
  template_built_in: { status: 409, advice: "Built-in templates cannot be changed: make one of your own." },
  last_key: { status: 409, advice: "This is the last key that works: make another one first." },
  too_many_keys: { status: 409, advice: "Revoke a key first." },
  too_many_artists: { status: 409, advice: "Delete an artist first." },
  too_many_songs: { status: 409, advice: "Delete one of the artist's songs first." },
  too_many_templates: { status: 409, advice: "Delete a template first." },
  too_many_webhooks: { status: 409, advice: "Delete a webhook first." },
  webhook_disabled: { status: 409, advice: "Enable the webhook first." },
  not_a_listener: { status: 409, advice: "Only a webhook of kind `listener` can be listened to." },
  run_not_retryable: { status: 409, advice: "Only a run that is FAILED, CANCELED or TIMED_OUT can be retried." },
  run_deleted: {
    status: 409,
    advice: "The run was deleted, and nothing is left of it to go on with: create a new one.",
  },
  run_too_old: {
    status: 409,
    advice: "Create a new run: what this one had come to was archived some days after its end.",
  },
  idempotency_key_in_flight: {
    status: 409,
    advice: "The first request with this key is still being answered: ask again after `Retry-After`.",
  },
  length_required: { status: 411, advice: "Send the file with a content-length." },
  payload_too_large: { status: 413, advice: "Send less: the error says how much is allowed." },
  unsupported_media_type: {
    status: 415,
    advice: "Send the content-type that the error names, without a content-encoding.",
  },
  song_too_quiet: {
    status: 422,
    advice: "Send a louder master: `loudness` has what was measured, and the message what is needed.",
  },
  idempotency_key_reused: { status: 422, advice: "This key came with another body before: use a new one." },
  times_refused: {
    status: 422,
    advice: "A line begins within its song, and ends after its start: `field` names the time that does not fit.",
  },
  rate_limited: { status: 429, advice: "This key made too many requests: ask again after `Retry-After`." },
  too_many_runs: { status: 429, advice: "Too many runs are under way: wait for some to end; `runs` has the figures." },
  internal_error: { status: 500, advice: "Our fault. Try again, and tell us the `request_id` if it stays." },
  settings_missing: { status: 503, advice: "The service is not set up: the error names what its operator must set." },
  renderer_unavailable: {
    status: 503,
    advice: "The song or picture could not be looked at just now: send it again after `Retry-After`.",
  },
  callback_unconfirmed: { status: 503, advice: "fal.ai does not confirm the request: call again later." },
} as const;

export type ErrorCode = keyof typeof ERRORS;

// The keys of ERRORS are exactly the codes, and there is at least one.
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];
