// Made by `npm run document`.
export interface paths {
    "/api/content/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make videos
         * @description Starts `batch` runs in parallel and answers at once. Each run picks its own reference image, song clip and mood. Poll GET /api/tasks/runs for progress and result. All of the batch is started or nothing: 429 too_many_runs when the account would have too many runs under way, 402 spend_limit_reached when the batch's estimate would pass what is left of the account's month.
         */
        post: operations["createContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description The built-in ones, then the account's own.
         */
        get: operations["listTemplates"];
        put?: never;
        /**
         * Add a template
         * @description A template of the account alone. Its reference images are uploaded next, one by one; create takes it once one is there.
         */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check an artist
         * @description Whether the artist has all that a video needs. Create refuses an artist that is not ready.
         */
        get: operations["validateArtist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Estimate a batch's cost
         * @description The most that a batch is charged where no attempt fails, in US dollars, from the price table that runs are charged by. The songs, the notes and the models' answers are taken to be as long as they may be.
         */
        get: operations["estimateContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a template
         * @description All that a template is made of: to learn from the built-in ones, or to change one of your own.
         */
        get: operations["getTemplate"];
        /**
         * Change a template
         * @description Takes the place of all that the template was; reference images stay with the references that keep their ids. Runs that are under way are not affected.
         */
        put: operations["replaceTemplate"];
        post?: never;
        /**
         * Delete a template
         * @description With its reference images. Runs that are under way are not affected.
         */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/content/templates/{name}/references/{referenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a reference image
         * @description The picture of one of the template's references: JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB, sent as the body; upright 9:16 serves best. Takes the place of the one before.
         */
        put: operations["uploadTemplateReference"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/runs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch runs
         * @description Server-sent events for `runId`, `runIds` or `batchId` (one of the three). Event `run`: a run in full, as it is now, when the stream begins and whenever it changed; states between two looks may be skipped. Event `end`: all are over, and `runs` says how many; nothing follows. The server ends the stream after ten minutes, and within 30 seconds when the key is revoked or expires: connect again with the last event's id as `Last-Event-ID` (an EventSource does), and only what changed since is sent. One that comes back after `end` while nothing changed is answered 204, which tells an EventSource to stop.
         */
        get: operations["streamRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read runs
         * @description The account's recent runs, newest first, page by page, without those that were deleted; `status`, `artist_account_id`, `template`, `tag`, `created_after` and `created_before` narrow the list, alone and together. `fields` leaves parts of them out. A page of a narrowed list can have fewer runs than `limit`, or none, and others behind it: there are more until `next_cursor` is null. With `runId` that one run, with `runIds` those in the order asked, with `batchId` those of one create call. Of `runIds`, ids that are no runs of the account do not spoil the answer: they are listed in `not_found`. An unknown `runId` or `batchId` is 404.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a run
         * @description The run with payload, output and error.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        /**
         * Delete a run
         * @description Its files are gone: video, poster, image and everything on the way to them; whoever keeps copies for others asks again within 30 seconds whether they are still there. A run under way is canceled first, and what fal.ai still makes for it is not kept. Its row stays, without an output, with `deletedAt` and what it cost; lists leave it out. What was heard in its song belongs to the song and stays for its other runs. A message that tells of its end and was not delivered yet is delivered without an output. Deleted again, a run is answered the same.
         */
        delete: operations["deleteRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Ends a run that is not over, and asks fal.ai to cancel what it still makes for it. A run that is over stays as it is; `canceled` says which it was.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/runs/{runId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a run
         * @description Lets a FAILED, CANCELED or TIMED_OUT run go on from the steps it stopped at. What was paid for is used again. It counts as a run under way again, and needs what its open steps are estimated at of the account's month. One that ended so long ago that it was archived (seven days, unless the operator chose otherwise) cannot be retried.
         */
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tasks/batches/{batchId}/archive.zip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a batch
         * @description A ZIP archive of the videos that the batch has so far, made while it is read, under the names that they are served with: artist, song, beginning of the caption, run. A run that has no video, or whose video was deleted in the middle, is named in `missing.txt`, its last entry. Deleted runs are left out. The answer has no length, and an archive that breaks off is not valid: fetch it again.
         */
        get: operations["downloadBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List artists
         * @description All of the account's, pinned ones first, then by name. Links to pictures work for an hour.
         */
        get: operations["listArtists"];
        put?: never;
        /**
         * Add an artist
         * @description A video also needs a face guide and at least one song: upload them next. An account has at most 1,000 artists.
         */
        post: operations["createArtist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an artist
         * @description With slug, notes and face guide.
         */
        get: operations["getArtist"];
        put?: never;
        post?: never;
        /**
         * Delete an artist
         * @description With its songs and all files that were uploaded for it. Finished videos and the history of runs stay. Refused while a run of the artist is under way.
         */
        delete: operations["deleteArtist"];
        options?: never;
        head?: never;
        /**
         * Change an artist
         * @description Fields that are not named stay as they are. Runs that are under way are not affected.
         */
        patch: operations["updateArtist"];
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description Newest first, those that no longer work included. The keys themselves are shown only once, by the call that makes them.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key
         * @description An account has at most 25 keys that work.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description It stops working within 30 seconds everywhere, and stays in the list. Revoking it again changes nothing. The last key that works cannot be revoked, because nobody could make another one: make that first.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account
         * @description Its limits, which the operator sets, and what is used of them.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an erasure
         * @description How far the erasure of an artist is, and what remains elsewhere.
         */
        get: operations["getErasure"];
        put?: never;
        /**
         * Erase an artist
         * @description Removes everything that was stored for the artist and everything that was ever made of them: face guide, pictures, songs, lyrics, runs in any state with their files, captions and messages, archives, and what models were asked and answered. Runs under way are canceled. It cannot be undone. The artist is gone with the call; the rest goes on by itself, and GET tells how far it is and what remains elsewhere until when. Asked again, it answers the same. An artist that was deleted before, and of whom runs are left, can be erased by its id. What the runs cost stays in the account's months.
         */
        post: operations["eraseArtist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/face-guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload an artist's face guide
         * @description The picture that every image of the artist is made from: one clear, front-facing photo of the face. JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB, sent as the body or as the field `file` of a form. It is stored upright, and without its metadata, such as where it was taken. Takes the place of the one before. Runs that are under way are not affected.
         */
        put: operations["uploadFaceGuide"];
        post?: never;
        /**
         * Delete an artist's face guide
         * @description Refused while a run of the artist is under way.
         */
        delete: operations["deleteFaceGuide"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload an artist's picture
         * @description The picture that stands for the artist in lists. JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB, sent as the body or as the field `file` of a form. It is stored upright, and without its metadata, such as where it was taken. Takes the place of the one before. Runs that are under way are not affected.
         */
        put: operations["uploadArtistImage"];
        post?: never;
        /**
         * Delete an artist's picture
         * @description Refused while a run of the artist is under way.
         */
        delete: operations["deleteArtistImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write an artist's notes
         * @description Plain text in UTF-8, sent as the body or as the field `file` of a form; the same as PATCH with `notes`. An empty body empties them.
         */
        put: operations["writeArtistNotes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/songs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an artist's songs
         * @description By slug, with a link to each that works for an hour.
         */
        get: operations["listSongs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/songs/{song}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a song
         * @description With what it is like: how loud it is when, where it is silent, its tempo, beats, bars and sections. Up to some 100 kB for a quarter of an hour.
         */
        get: operations["getSong"];
        /**
         * Upload a song
         * @description A file with sound, of one of these kinds: MP3, WAV, FLAC, AAC, M4A, OGG, Opus, AIFF, MP4, MOV, WebM, Matroska. Sent with its content-length, as the body or as the field `file` of a form: up to 100 MiB, 10 seconds to 15 minutes. It is analyzed at once, and refused where it is silent or too quiet: below -50 LUFS as a whole, or without 4 seconds in a row each of which is above -40 LUFS. Its slug is the file name without its ending, in lower case. Title and performer are those of its tags (ID3, MP4, Vorbis comments, a WAV's INFO), where it has any. The same content again answers with the song that there is. An artist has at most 500 songs.
         */
        put: operations["uploadSong"];
        post?: never;
        /**
         * Delete a song
         * @description With its file. Refused while a run of the song is under way; finished videos stay.
         */
        delete: operations["deleteSong"];
        options?: never;
        head?: never;
        /**
         * Rename a song
         * @description Its title, or who performs it. The slug stays as it is, and so does what batches are made from that were created before: their videos have the title of then.
         */
        patch: operations["updateSong"];
        trace?: never;
    };
    "/api/artists/{id}/songs/{song}/lyrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a song's lyrics
         * @description Line by line, with their times, how sure those are, and where they come from: the artist's words where they were given, otherwise those that were heard. Times are known once a run has heard the song; those of the artist's words become better when a run has had them aligned, which the first run with `lyrics` does.
         */
        get: operations["getLyrics"];
        /**
         * Give a song its lyrics
         * @description Plain text, LRC (with times of words, too), SRT or WebVTT, told apart by what is in it, and sent as the body, as text/plain or under a name of its own, or as the field `file` of a form: in UTF-8 or UTF-16, at most 1000 lines. They take the place of lyrics before, with all that was set right in them. Names of parts, such as [Chorus], are left out. A chorus may be written once: it is found wherever it is sung. Times in the file are used where they agree with what is heard. Runs under way take the lyrics as they are when their video is rendered.
         */
        put: operations["writeLyrics"];
        post?: never;
        /**
         * Delete a song's lyrics
         * @description With all that was set right in them. From then on its videos show a transcript.
         */
        delete: operations["deleteLyrics"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/artists/{id}/songs/{song}/lines/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set a line of lyrics right
         * @description Its text, when it begins, when it ends. It costs nothing: the words are found again in what was heard before, and the next video shows them so. A time that a person sets counts for more than what was heard: lines that cannot be where they were found give way. Lines of a transcript can be set right, too.
         */
        patch: operations["correctLine"];
        trace?: never;
    };
    "/api/webhooks/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account's webhook secret
         * @description Signs messages to the `webhook_url` of create calls. Webhooks of /api/webhooks have secrets of their own.
         */
        get: operations["getAccountWebhookSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the account's webhook secret
         * @description For 24 hours messages carry two signatures, one of each secret.
         */
        post: operations["rotateAccountWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all deliveries
         * @description Also those to the `webhook_url` of create calls.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a webhook's deliveries
         * @description Newest first, each with all its attempts.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again
         * @description The same message under the same `webhook-id`. One that is over starts its schedule anew; one that waits for its next attempt makes that now.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}/listen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to a webhook
         * @description Server-sent events for a webhook of `kind: "listener"`. Event `ready`: the stream begins. Event `message`, as soon as there is one, what waited first: `{id, headers, body}`, where `headers` has `webhook-id`, `webhook-timestamp` and `webhook-signature`, and `body` is the text that is signed, as a URL would be sent them; `id` is the delivery's. A message counts as delivered when it is given out. Connect again with the last event's id as `Last-Event-ID` (an EventSource does), and you are given what was given out since, maybe twice; `webhook-id` is the same. Of several who listen at once, the one that came last is given the messages. The server ends the stream after ten minutes, and within 30 seconds when the key is revoked or the webhook deleted or disabled. What nobody comes for is `exhausted` after three days, and can be sent again.
         */
        get: operations["listenToWebhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Newest first, disabled ones included.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Every run's end is sent to it, signed by the Standard Webhooks specification: check `webhook-id`, `webhook-timestamp` and `webhook-signature` with any library for it and the `secret` that is shown here, once. Answer 2xx within 15 seconds. Anything else, redirects included, is tried again nine times over three days; 410 disables the webhook. A message may come twice: `webhook-id` is the same. With `kind: "listener"` and no `url`, messages are not sent but wait up to three days for whoever reads `GET …/listen`: a receiver can be built behind a firewall.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook
         * @description Its secret is shown only by the calls that make it: create and rotate.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description With its deliveries: what is on its way is not sent any more.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description What is on its way goes to the new `url`. Disabled, it is told nothing, and what was on its way is canceled; that can be replayed once it is enabled again.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a webhook's secret
         * @description For 24 hours messages carry two signatures, one of each secret.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is it up?
         * @description Asks the database, so that 200 means requests can be served. Takes no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "run.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A run has its video
         * @description `data.output` is what the run's own answer has.
         */
        post: operations["onRunCompleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A run failed, or timed out
         * @description `data.error` says why, and whether a retry can help.
         */
        post: operations["onRunFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.canceled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A run was canceled
         * @description By the cancel call.
         */
        post: operations["onRunCanceled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "batch.finished": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * No run of a batch is open any more
         * @description Comes again when one is retried and ends again.
         */
        post: operations["onBatchFinished"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description The run as it ended, without its logs and steps. */
        EndedRun: {
            id: string;
            /** @enum {string} */
            status: "QUEUED" | "EXECUTING" | "REATTEMPTING" | "COMPLETED" | "FAILED" | "CANCELED" | "TIMED_OUT";
            /** @enum {string} */
            taskIdentifier: "create-content";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Template and artist, then the create call's own. */
            tags: string[];
            /** @description What this run's calls to fal.ai cost so far. */
            costInCents: number;
            /** @description From startedAt to finishedAt, or until then to updatedAt. */
            durationMs: number;
            batchId: string;
            /** @description Of the create call, unquoted. */
            idempotencyKey: string | null;
            /** @description Made by the emulator: nothing was charged. */
            isTest: boolean;
            /**
             * Format: date-time
             * @description When it was deleted: then it has no output, and no list has it. What it cost stays.
             */
            deletedAt: string | null;
            /** @description What was drawn for this run, by its names in the template. Null what is not chosen yet, and the reference of a run from before it was kept. */
            choices: {
                /** @description The id of one of the template's references, or of one of the call's own `images`. */
                reference: string | null;
                mood: string | null;
                movement: string | null;
            };
            output: components["schemas"]["RunOutput"];
            error: components["schemas"]["RunError"];
            /** @description The create call's parameters, defaults filled in. */
            payload?: {
                [key: string]: unknown;
            };
            metadata: {
                /** @description What the run was estimated to cost when it was created; compare costInCents. */
                estimateInCents: number;
                /** @description Rises with every change of the run: of two bodies the one with the higher version is newer. */
                version: number;
                /** @description What attempts may have cost that gave nothing of use, by the price table. Not in costInCents. */
                wastedInCents: number;
                /** @description The create call's `metadata`. */
                custom?: {
                    [key: string]: unknown;
                };
            };
            /**
             * @description The message would have been over 20 KB: payload, tags and metadata are left out.
             * @enum {boolean}
             */
            shortened?: true;
        };
        RunOutput: {
            /** @enum {string} */
            status: "completed";
            accountId: string;
            artistSlug: string;
            template: string;
            lipsync: boolean;
            /**
             * Format: uri
             * @description Public URL of the finished MP4. It lasts.
             */
            videoSourceUrl: string;
            /** Format: uri */
            posterUrl: string;
            renderedVideoBytes: number;
            width: number;
            height: number;
            durationSeconds: number;
            /** Format: uri */
            imageUrl: string;
            /** @description Every file of the run that can be had by its URL. */
            files: components["schemas"]["RunFile"][];
            captionText: string;
            audio: {
                songTitle: string;
                songFilename: string;
                startSeconds: number;
                durationSeconds: number;
                clipLyrics: string;
                clipMood: string;
            };
            /** @description The sung words that are on the picture, in seconds from the clip's start. Missing where they were not asked for. */
            lyrics?: {
                /** @enum {string} */
                style: "line" | "highlight" | "pop" | "fill" | "word" | "pill";
                /** @enum {string} */
                source: "artist" | "transcribed";
                lines: {
                    text: string;
                    startSeconds: number;
                    endSeconds: number;
                    /**
                     * @description Word by word, or the line as a whole.
                     * @enum {string}
                     */
                    timed: "words" | "line";
                    confidence: number;
                }[];
            };
            warnings: string[];
        } | null;
        RunFile: {
            /**
             * @description More kinds may come. `image`: what the video was made from, without text.
             * @enum {string}
             */
            kind: "video" | "poster" | "image";
            /**
             * Format: uri
             * @description Served under a name for people, such as mara-vale_night-drive_when-the-lights_run_….mp4.
             */
            url: string;
            /** @description Null in runs from before it was kept. */
            width: number | null;
            height: number | null;
            bytes: number | null;
            contentType: string;
        };
        RunError: {
            /** @description What went wrong, in a sentence. */
            message: string;
            /** @enum {string} */
            name: "fal_key_refused" | "fal_balance_exhausted" | "fal_cancelled" | "fal_content_policy" | "fal_input_rejected" | "fal_input_unreachable" | "fal_rate_limited" | "fal_model_error" | "fal_model_retired" | "fal_unavailable" | "fal_unanswered" | "fal_timeout" | "fal_result_expired" | "fal_result_without_media" | "media_unreadable" | "media_not_copied" | "renderer_unavailable" | "renderer_rejected" | "render_not_delivered" | "input_missing" | "song_silent" | "no_longer_needed" | "run_timed_out" | "message_undeliverable" | "internal_error";
            /** @enum {string} */
            code: "fal_key_refused" | "fal_balance_exhausted" | "fal_cancelled" | "fal_content_policy" | "fal_input_rejected" | "fal_input_unreachable" | "fal_rate_limited" | "fal_model_error" | "fal_model_retired" | "fal_unavailable" | "fal_unanswered" | "fal_timeout" | "fal_result_expired" | "fal_result_without_media" | "media_unreadable" | "media_not_copied" | "renderer_unavailable" | "renderer_rejected" | "render_not_delivered" | "input_missing" | "song_silent" | "no_longer_needed" | "run_timed_out" | "message_undeliverable" | "internal_error";
            step: string | null;
            /** @description Whether trying again can help. */
            retryable: boolean;
            costInCents: number;
        } | null;
        EndedBatch: {
            batchId: string;
            runs: {
                id: string;
                /** @enum {string} */
                status: "QUEUED" | "EXECUTING" | "REATTEMPTING" | "COMPLETED" | "FAILED" | "CANCELED" | "TIMED_OUT";
            }[];
            completed: number;
            /** @description Timed out ones included. */
            failed: number;
            canceled: number;
        };
        Error: {
            /** @enum {string} */
            status: "error";
            /** @description A sentence a person can act on. */
            error: string;
            /** @enum {string} */
            code: "invalid_json" | "validation_failed" | "invalid_cursor" | "unknown_template" | "template_without_references" | "unknown_songs" | "clip_refused" | "options_conflict" | "images_refused" | "artist_not_ready" | "picture_refused" | "song_unreadable" | "song_too_short" | "song_too_long" | "lyrics_unreadable" | "upload_incomplete" | "url_refused" | "unauthorized" | "spend_limit_reached" | "foreign_origin" | "not_found" | "account_not_found" | "artist_not_found" | "erasure_not_found" | "file_not_found" | "song_not_found" | "lyrics_not_found" | "line_not_found" | "template_not_found" | "run_not_found" | "batch_not_found" | "key_not_found" | "webhook_not_found" | "delivery_not_found" | "method_not_allowed" | "artist_changed" | "artist_in_use" | "artist_slug_taken" | "song_in_use" | "song_slug_taken" | "template_name_taken" | "template_built_in" | "last_key" | "too_many_keys" | "too_many_artists" | "too_many_songs" | "too_many_templates" | "too_many_webhooks" | "webhook_disabled" | "not_a_listener" | "run_not_retryable" | "run_deleted" | "run_too_old" | "idempotency_key_in_flight" | "length_required" | "payload_too_large" | "unsupported_media_type" | "song_too_quiet" | "idempotency_key_reused" | "times_refused" | "rate_limited" | "too_many_runs" | "internal_error" | "settings_missing" | "renderer_unavailable" | "callback_unconfirmed";
            /** @description Also in the x-request-id header. */
            request_id: string;
            /** @description Path of the first field that is wrong. */
            field?: (string | number)[];
            /** @description Everything that is wrong, not just the first. */
            issues?: {
                path: (string | number)[];
                code: string;
                message: string;
            }[];
            /** @enum {boolean} */
            ready?: false;
            missing?: components["schemas"]["MissingFile"][];
            available_templates?: string[];
            /** @description With unknown_songs: slugs of the artist's songs, twenty at most, those that are most like it first. */
            available_songs?: string[];
            /** @description With song_too_quiet: of the whole song, and what four seconds in a row keep where it is loudest; -70 is silence. */
            loudness?: {
                integrated_lufs: number;
                sustained_lufs: number;
            };
            /** @description With too_many_runs: runs that may be under way, that are, and that were asked for. */
            runs?: {
                limit: number;
                active: number;
                requested: number;
            };
            /** @description With spend_limit_reached: `spent` + `reserved` + `needed` would pass `limit`. */
            spend?: {
                /** @enum {string} */
                currency: "USD";
                month: string;
                limit: number;
                spent: number;
                reserved: number;
                needed: number;
            };
        };
        MissingFile: {
            /** @example face-guide */
            file: string;
            /** @enum {string} */
            severity: "required" | "recommended";
            description: string;
            fix: string;
        };
        ContentCreated: {
            /** @description Always an array. */
            runIds: string[];
            /** @enum {string} */
            status: "triggered";
            artist_account_id: string;
            template: string;
            lipsync: boolean;
        };
        CreateContent: {
            /**
             * Format: uuid
             * @description The artist, as listed by GET /api/artists.
             * @example 1873859c-dd37-4e9a-9bac-80d3558527a9
             */
            artist_account_id: string;
            /**
             * @description A name of GET /api/content/templates.
             * @default artist-caption-bedroom
             */
            template?: string;
            /** @description true: the clip moves the lips and its sound is baked into the video. false: motion from the image alone, the clip is laid under it. Omitted: as the template has it. */
            lipsync?: boolean;
            /**
             * @description short: one or two punchy lines. medium: one or two sentences. long: a paragraph, shown in pages. none: no caption is written, and none is on the video. Captions leave the artist's face free.
             * @default short
             * @enum {string}
             */
            caption_length?: "short" | "medium" | "long" | "none";
            /**
             * @description SeedVR2 on the image and on the video; the finished file is 1080x1920 instead of 720x1280.
             * @default false
             */
            upscale?: boolean;
            /**
             * @description Seconds of the video. Beyond 8 it is made of shots, each with an image and a take of its own, that change on the music's downbeats. With lip-sync it is one take, of at most 15 seconds. Songs that are shorter are not drawn; one that `songs` names is refused.
             * @default 8
             * @enum {integer}
             */
            duration?: 8 | 15 | 30 | 60;
            /**
             * @description Shows what is sung in the clip, in time. line: line by line. Of a few words at a time, the one that is sung highlight: takes another colour; pop: grows; fill: fills with colour; pill: lies on a coloured ground. word: one word at a time. They are the song's lyrics as they are when the video is rendered, or a transcript where it has none. A line whose times are not sure is shown as a whole, or not at all; `output.lyrics` and `output.warnings` say so. Nothing is shown where nothing is sung. Omitted: off.
             * @enum {string}
             */
            lyrics?: "off" | "line" | "highlight" | "pop" | "fill" | "word" | "pill";
            /**
             * @description How many videos to make in parallel, each with its own reference image, clip and mood.
             * @default 1
             */
            batch?: number;
            /**
             * @description Shown on every run of the batch, after its own two tags.
             * @example [
             *       "spring"
             *     ]
             */
            tags?: string[];
            /** @description Shown on every run of the batch as `metadata.custom`. 16 KiB of JSON at most. */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description Slugs of the songs to choose from. Omitted: all of the artist's. */
            songs?: string[];
            /**
             * @description Exactly these seconds of a song, for every run of the batch, in place of chosen ones. Refused where nothing can be heard there, or the song ends before the clip does.
             * @example {
             *       "song": "porchlight",
             *       "start_seconds": 35.91
             *     }
             */
            clip?: {
                /** @description Its slug. */
                song: string;
                /** @description Where it begins, to a millisecond. */
                start_seconds?: number;
                /**
                 * @description The id of one of the song's moments, in place of a second.
                 * @example m12350
                 */
                moment?: string;
            };
            /** @description https URLs of more reference images (JPEG, PNG or WebP, 256 to 8192 pixels each way, up to 10 MiB). They are fetched once, all at the same time and within 10 seconds, before this call answers, and join those that runs choose from. */
            images?: string[];
            /**
             * Format: uri
             * @description Told of the end of each of these runs, and of all of them, besides the account's webhooks. Signed with the secret of GET /api/webhooks/secret. https, on the public internet.
             * @example https://example.com/hooks/backline
             */
            webhook_url?: string;
        };
        Template: {
            description: string;
            defaultLipsync: boolean;
            usesFace: boolean;
            image: {
                scene: string;
                rules: string[];
            };
            moods: {
                name: string;
                prompt: string;
            }[];
            movements: {
                name: string;
                prompt: string;
            }[];
            captionGuide: {
                tone: string;
                rules: string[];
                formats: string[];
                examples: {
                    short: string[];
                    medium: string[];
                    long: string[];
                };
            };
            /** @enum {string} */
            captionStyle: "clean" | "boxed" | "poster";
            references: {
                id: string;
                description: string;
                /**
                 * Format: uri
                 * @description null until it is uploaded. Of the account's own it works for an hour.
                 */
                imageUrl: string | null;
            }[];
            name: string;
            builtIn: boolean;
        };
        NewTemplate: {
            description: string;
            defaultLipsync: boolean;
            usesFace: boolean;
            image: {
                scene: string;
                rules: string[];
            };
            moods: {
                name: string;
                prompt: string;
            }[];
            movements: {
                name: string;
                prompt: string;
            }[];
            captionGuide: {
                tone: string;
                rules: string[];
                formats: string[];
                examples: {
                    short: string[];
                    medium: string[];
                    long: string[];
                };
            };
            /** @enum {string} */
            captionStyle: "clean" | "boxed" | "poster";
            references: {
                id: string;
                description: string;
            }[];
            /** @example rooftop-dawn */
            name: string;
        };
        TemplateDefinition: {
            description: string;
            defaultLipsync: boolean;
            usesFace: boolean;
            image: {
                scene: string;
                rules: string[];
            };
            moods: {
                name: string;
                prompt: string;
            }[];
            movements: {
                name: string;
                prompt: string;
            }[];
            captionGuide: {
                tone: string;
                rules: string[];
                formats: string[];
                examples: {
                    short: string[];
                    medium: string[];
                    long: string[];
                };
            };
            /** @enum {string} */
            captionStyle: "clean" | "boxed" | "poster";
            references: {
                id: string;
                description: string;
            }[];
        };
        RunDetail: components["schemas"]["Run"] & {
            /** @description The create call's parameters, defaults filled in. */
            payload: {
                [key: string]: unknown;
            };
            output: components["schemas"]["RunOutput"];
            error: components["schemas"]["RunError"];
        };
        RunStep: {
            name: string;
            title: string;
            /** @enum {string} */
            status: "blocked" | "ready" | "running" | "waiting" | "done" | "failed";
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            durationMs: number | null;
            /** @description Errors in passing that were tried again. */
            failures: number;
            /** @description Which of fal.ai's models was asked: an endpoint, or the language model behind fal.ai's router. */
            model: string | null;
            /** @description 0 where the answer was paid for before. */
            costInCents: number;
            /** @description What a person should know of how the step came to its result, such as that a caption was trimmed. */
            note: string | null;
            /** @description The last error, also of one that was tried again since. */
            error: {
                /** @enum {string} */
                code: "fal_key_refused" | "fal_balance_exhausted" | "fal_cancelled" | "fal_content_policy" | "fal_input_rejected" | "fal_input_unreachable" | "fal_rate_limited" | "fal_model_error" | "fal_model_retired" | "fal_unavailable" | "fal_unanswered" | "fal_timeout" | "fal_result_expired" | "fal_result_without_media" | "media_unreadable" | "media_not_copied" | "renderer_unavailable" | "renderer_rejected" | "render_not_delivered" | "input_missing" | "song_silent" | "no_longer_needed" | "run_timed_out" | "message_undeliverable" | "internal_error";
                message: string;
            } | null;
        };
        Run: {
            id: string;
            /** @enum {string} */
            status: "QUEUED" | "EXECUTING" | "REATTEMPTING" | "COMPLETED" | "FAILED" | "CANCELED" | "TIMED_OUT";
            /** @enum {string} */
            taskIdentifier: "create-content";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Template and artist, then the create call's own. */
            tags: string[];
            metadata: {
                currentStep: string | null;
                /** @description Never goes back. */
                progress: number;
                /**
                 * Format: date-time
                 * @description When the run is likely to be over, by what its steps usually take and the lines they wait in. It changes when the run does, and may have passed. Null for a run that is over, or waits for something of which nobody knows when it comes.
                 */
                expectedAt: string | null;
                /**
                 * Format: uri
                 * @description The image that the video is made from, as soon as it is there. In lists, null for a run that came to nothing and was archived.
                 */
                imageUrl: string | null;
                /** @description What happened, in order, for people. */
                logs: string[];
                /** @description In lists, none of a run that ended long ago and was archived, and then `logs` tells of its beginning and end alone. Asked for by its id, it has them all. */
                steps: components["schemas"]["RunStep"][];
                /** @description What the run was estimated to cost when it was created; compare costInCents. */
                estimateInCents: number;
                /** @description What the run waits for that is nobody's fault, such as a renderer, and since when. The wait does not use up its time. */
                waiting: {
                    /** @enum {string} */
                    for: "renderer" | "fal_slot" | "fal_key" | "fal_balance" | "fal_down";
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description Rises with every change of the run: of two bodies the one with the higher version is newer. */
                version: number;
                /** @description What attempts may have cost that gave nothing of use, by the price table. Not in costInCents. */
                wastedInCents: number;
                /** @description The create call's `metadata`. */
                custom: {
                    [key: string]: unknown;
                };
            };
            /** @description What this run's calls to fal.ai cost so far. */
            costInCents: number;
            /** @description From startedAt to finishedAt, or until then to updatedAt. */
            durationMs: number;
            batchId: string;
            /** @description Of the create call, unquoted. */
            idempotencyKey: string | null;
            /** @description Made by the emulator: nothing was charged. */
            isTest: boolean;
            /**
             * Format: date-time
             * @description When it was deleted: then it has no output, and no list has it. What it cost stays.
             */
            deletedAt: string | null;
            /** @description What was drawn for this run, by its names in the template. Null what is not chosen yet, and the reference of a run from before it was kept. */
            choices: {
                /** @description The id of one of the template's references, or of one of the call's own `images`. */
                reference: string | null;
                mood: string | null;
                movement: string | null;
            };
        };
        RunPart: {
            id: string;
            /** @enum {string} */
            status?: "QUEUED" | "EXECUTING" | "REATTEMPTING" | "COMPLETED" | "FAILED" | "CANCELED" | "TIMED_OUT";
            /** @enum {string} */
            taskIdentifier?: "create-content";
            /** Format: date-time */
            createdAt?: string;
            /** Format: date-time */
            updatedAt?: string;
            /** Format: date-time */
            startedAt?: string | null;
            /** Format: date-time */
            finishedAt?: string | null;
            /** @description Template and artist, then the create call's own. */
            tags?: string[];
            metadata?: {
                currentStep: string | null;
                /** @description Never goes back. */
                progress: number;
                /**
                 * Format: date-time
                 * @description When the run is likely to be over, by what its steps usually take and the lines they wait in. It changes when the run does, and may have passed. Null for a run that is over, or waits for something of which nobody knows when it comes.
                 */
                expectedAt: string | null;
                /**
                 * Format: uri
                 * @description The image that the video is made from, as soon as it is there. In lists, null for a run that came to nothing and was archived.
                 */
                imageUrl: string | null;
                /** @description What happened, in order, for people. */
                logs: string[];
                /** @description In lists, none of a run that ended long ago and was archived, and then `logs` tells of its beginning and end alone. Asked for by its id, it has them all. */
                steps: components["schemas"]["RunStep"][];
                /** @description What the run was estimated to cost when it was created; compare costInCents. */
                estimateInCents: number;
                /** @description What the run waits for that is nobody's fault, such as a renderer, and since when. The wait does not use up its time. */
                waiting: {
                    /** @enum {string} */
                    for: "renderer" | "fal_slot" | "fal_key" | "fal_balance" | "fal_down";
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description Rises with every change of the run: of two bodies the one with the higher version is newer. */
                version: number;
                /** @description What attempts may have cost that gave nothing of use, by the price table. Not in costInCents. */
                wastedInCents: number;
                /** @description The create call's `metadata`. */
                custom: {
                    [key: string]: unknown;
                };
            };
            /** @description What this run's calls to fal.ai cost so far. */
            costInCents?: number;
            /** @description From startedAt to finishedAt, or until then to updatedAt. */
            durationMs?: number;
            batchId?: string;
            /** @description Of the create call, unquoted. */
            idempotencyKey?: string | null;
            /** @description Made by the emulator: nothing was charged. */
            isTest?: boolean;
            /**
             * Format: date-time
             * @description When it was deleted: then it has no output, and no list has it. What it cost stays.
             */
            deletedAt?: string | null;
            /** @description What was drawn for this run, by its names in the template. Null what is not chosen yet, and the reference of a run from before it was kept. */
            choices?: {
                /** @description The id of one of the template's references, or of one of the call's own `images`. */
                reference: string | null;
                mood: string | null;
                movement: string | null;
            };
            /** @description The create call's parameters, defaults filled in. */
            payload?: {
                [key: string]: unknown;
            };
            output?: components["schemas"]["RunOutput"];
            error?: components["schemas"]["RunError"];
        };
        Artist: {
            /** @description The artist_account_id that create takes. */
            account_id: string;
            name: string;
            /** Format: uri */
            image: string | null;
            pinned: boolean;
            socials: {
                id: string;
                platform: string;
                username: string;
                profile_url: string;
            }[];
        };
        ArtistDetail: components["schemas"]["Artist"] & {
            slug: string;
            notes: string;
            /**
             * Format: uri
             * @description Works for an hour, as `image` does.
             */
            face_guide: string | null;
            /** Format: date-time */
            created_at: string;
        };
        NewArtist: {
            name: string;
            /** @description Unique in the account. Made from the name where it is not given. */
            slug?: string;
            /**
             * @description For captions: voice, themes, what the artist never says.
             * @default
             */
            notes?: string;
            /** @default false */
            pinned?: boolean;
            /** @default [] */
            socials?: {
                platform: string;
                username: string;
                /** Format: uri */
                profile_url: string;
            }[];
        };
        ArtistChange: {
            name?: string;
            /** @description Unique in the account. Made from the name where it is not given. */
            slug?: string;
            /** @description For captions: voice, themes, what the artist never says. */
            notes?: string;
            pinned?: boolean;
            /** @description Takes the place of the whole list. */
            socials?: {
                platform: string;
                username: string;
                /** Format: uri */
                profile_url: string;
            }[];
        };
        ApiKey: {
            id: string;
            name: string;
            /** @description The first characters of the key. */
            prefix: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** @description Whether this call was made with it. */
            current: boolean;
        };
        CreateKey: {
            /**
             * @description To recognise it by.
             * @example laptop
             */
            name: string;
            /**
             * Format: date-time
             * @description From then on it does not work; omitted: it works until it is revoked.
             */
            expires_at?: string;
        };
        Account: {
            /** @enum {string} */
            status: "success";
            id: string;
            name: string;
            limits: {
                /** @description Runs that may be under way at once. */
                active_runs: number;
                /** @description Of each key. */
                requests_per_minute: number;
                /** @description null: no limit. */
                monthly_spend: number | null;
            };
            usage: {
                active_runs: number;
                /**
                 * @description UTC. A run belongs to the month it was created in.
                 * @example 2026-11
                 */
                month: string;
                /** @description What the month's runs cost so far: their calls to fal.ai, attempts that gave nothing included, and what fal.ai is at work on. */
                spent: number;
                /** @description What runs under way are expected to cost beyond that. */
                reserved: number;
            };
            /** @enum {string} */
            currency: "USD";
        };
        Erasure: {
            /**
             * @description RUNNING until nothing is left and nothing can come any more: for a video that was being rendered, some twenty minutes; for a request to a model, until it has ended.
             * @enum {string}
             */
            status: "RUNNING" | "COMPLETED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            completedAt: string | null;
            /** @description So far. */
            removed: {
                runs: number;
                /** @description At least: what was deleted just before a crash is not counted. */
                files: number;
                songs: number;
                /** @description Pictures of the artist. They are among the files. */
                references: number;
                /** @description Calls to models, with what was asked and answered. */
                generations: number;
            };
            /** @description What is left elsewhere, and until when. */
            remains: {
                where: string;
                what: string;
                /**
                 * Format: date-time
                 * @description Null: without an end that is known here.
                 */
                until: string | null;
            }[];
        };
        Song: {
            /** @description What create's `songs` takes. */
            slug: string;
            title: string;
            /** @description Who performs it, where the file's tags or a change of the song said so. It is shown, and asked of no model. */
            artist: string | null;
            filename: string;
            bytes: number;
            duration_seconds: number;
            /**
             * Format: uri
             * @description Works for an hour.
             */
            url: string;
            /** Format: date-time */
            created_at: string;
        };
        SongDetail: components["schemas"]["Song"] & {
            /** @description null: stored before songs were analyzed. Send the same file again, and it is made up for. */
            analysis: {
                /** @description Of the whole song, as it is mixed. */
                integrated_lufs: number;
                /** @description Momentary loudness as it is mixed, LUFS: one value per tenth of a second from the start; -70 is silence. */
                loudness: number[];
                /** @description Stretches of at least half a second in which nothing can be heard. */
                silences: {
                    start_seconds: number;
                    end_seconds: number;
                }[];
                /**
                 * @description How videos play its channels, so that one loudspeaker can: as they are; one of them on both sides, where the other is empty; or with the right one inverted, where they are out of phase. Runs have a warning then.
                 * @enum {string}
                 */
                mix: "as is" | "left" | "right" | "inverted";
                /** @description What the plain sum of the channels loses on one loudspeaker; 60: everything. */
                mono_loss_db: number;
                /** @description null: not rhythmic enough to speak of beats, as speech, applause or free playing. */
                tempo: {
                    bpm: number;
                    beats_per_bar: number;
                    confidence: number;
                } | null;
                /** @description Seconds. Empty without a tempo. */
                beats: number[];
                /** @description Where bars begin. Empty without a tempo. */
                downbeats: number[];
                /** @description The song's parts, in order, without gaps: how energetic each is (1: the most), and how much changes where it begins. */
                sections: {
                    start_seconds: number;
                    end_seconds: number;
                    energy: number;
                    change: number;
                }[];
            } | null;
            /** @description Where clips begin, best first: of a song that no run has used yet, as far as the music alone tells. */
            moments: {
                /** @description For `clip.moment` of create. */
                id: string;
                start_seconds: number;
                /** @description Seconds of the videos that may begin here. */
                lengths: number[];
                reason: string;
                /** @description What speaks for it in the music and the words. */
                why: string[];
                /** @description 1: as loud as the loudest stretch of the song. */
                energy: number;
                mood: string;
                sung: boolean;
                score: number;
                /** @description What could not be had at its start. */
                warnings: string[];
            }[];
        };
        SongChange: {
            title?: string;
            /** @description null: nobody in particular. */
            artist?: string | null;
        };
        SongLyrics: {
            /**
             * @description artist: given by PUT. transcribed: what was heard.
             * @enum {string}
             */
            source: "artist" | "transcribed";
            /**
             * @description What the artist's file was read as.
             * @enum {string|null}
             */
            format: "plain" | "lrc" | "srt" | null;
            /** @description Whether a run has heard the song. Until then nothing is known of when its lines are sung. */
            heard: boolean;
            /** @description The share of the artist's lyrics that was heard. Below 0.25 they count as another song's, and none is shown. Null where they are transcribed, or the song was not heard. */
            fit: number | null;
            /** @description What a person should know of how the file was read. */
            warnings: string[];
            lines: components["schemas"]["LyricLine"][];
        };
        LyricLine: {
            /** @description From 1. A line that is sung again and written once comes again with the same number. */
            number: number;
            text: string;
            start_seconds: number | null;
            end_seconds: number | null;
            /** @description How sure text and times are. 1 where a person set the time. */
            confidence: number;
            /**
             * @description How a video shows it, by its confidence: word by word, as a whole, or not at all.
             * @enum {string}
             */
            timed: "words" | "line" | "none";
            /** @description Whether a person set something right in it. */
            corrected: boolean;
            words: {
                text: string;
                start_seconds: number;
                end_seconds: number;
            }[];
        };
        LineCorrection: {
            /** @description What is sung. null: as it was written. */
            text?: string | null;
            /** @description When the line begins. null: as it is heard. */
            start_seconds?: number | null;
            /** @description When it ends. null: as it is heard. */
            end_seconds?: number | null;
        };
        WebhookDelivery: {
            id: string;
            /** @description The message's webhook-id. */
            event_id: string;
            /** @enum {string} */
            event_type: "run.completed" | "run.failed" | "run.canceled" | "batch.finished";
            run_id: string | null;
            batch_id: string;
            /** @description Null: the webhook_url of the create call. */
            webhook_id: string | null;
            /** @description Null: to a listener. */
            url: string | null;
            /**
             * @description pending: attempted, or attempted again, at next_attempt_at; or it waits for a listener. delivered: answered 2xx, or a listener has it. exhausted: every attempt failed, or no listener came for it in three days. canceled: the endpoint was disabled, or answered 410.
             * @enum {string}
             */
            status: "pending" | "delivered" | "exhausted" | "canceled";
            /**
             * Format: date-time
             * @description To a listener: when it is given up.
             */
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            attempts: {
                number: number;
                /** Format: date-time */
                at: string;
                duration_ms: number;
                /** @description Null: there was no answer, or a listener has it. */
                status_code: number | null;
                error: string | null;
                /** @description The first 1,024 bytes of the answer's body. */
                response: string | null;
            }[];
        };
        Webhook: {
            id: string;
            /**
             * @description listener: its messages are read by `GET …/listen`.
             * @enum {string}
             */
            kind: "url" | "listener";
            /**
             * Format: uri
             * @description Null: a listener.
             */
            url: string | null;
            events: ("run.completed" | "run.failed" | "run.canceled" | "batch.finished")[];
            enabled: boolean;
            /**
             * @description gone: it answered 410. Enable it again by PATCH.
             * @enum {string|null}
             */
            disabled_reason: "gone" | null;
            /** @description Deliveries that failed to the last attempt and were not replayed since. */
            exhausted_deliveries: number;
            /**
             * Format: date-time
             * @description Until then messages are signed with the secret before, too.
             */
            previous_secret_until: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        CreateWebhook: {
            /**
             * @default url
             * @enum {string}
             */
            kind?: "url" | "listener";
            /**
             * Format: uri
             * @description https, on the public internet. Looked up again before every attempt.
             * @example https://example.com/hooks/backline
             */
            url?: string;
            /**
             * @description Which events to send; all when omitted.
             * @default [
             *       "run.completed",
             *       "run.failed",
             *       "run.canceled",
             *       "batch.finished"
             *     ]
             */
            events?: ("run.completed" | "run.failed" | "run.canceled" | "batch.finished")[];
            /** @default true */
            enabled?: boolean;
        };
        ChangeWebhook: {
            /**
             * Format: uri
             * @description https, on the public internet. Looked up again before every attempt.
             * @example https://example.com/hooks/backline
             */
            url?: string;
            /** @description Which events to send. */
            events?: ("run.completed" | "run.failed" | "run.canceled" | "batch.finished")[];
            enabled?: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Names this request: tell it when you ask us about one.
         * @example req_8b4kzq1m5tw7n3cxv2d9e
         */
        RequestId: string;
        /**
         * @description Requests that the key may make (q) in so many seconds (w).
         * @example "default";q=3000;w=60
         */
        RateLimitPolicy: string;
        /**
         * @description Requests that the key has left (r), and seconds until it has all again (t).
         * @example "default";r=2998;t=41
         */
        RateLimit: string;
        /**
         * @description Seconds to wait before asking again.
         * @example 30
         */
        RetryAfter: number;
        /**
         * @description Names what this answer knows. Sent back as X-Bookmark, it lets the next answer know at least as much. Of two, the one that sorts last is the later.
         * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
         */
        Bookmark: string;
        /**
         * @description How to send a key.
         * @example Bearer
         */
        WwwAuthenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 printable ASCII characters, bare or quoted. The same key with a body that asks for the same, however it is spelled, gives the first answer again for 24 hours, with `Idempotent-Replayed: true`; with a body that asks for something else 422; while the first is being answered 409. A refused request does not use up its key. */
                "idempotency-key"?: string;
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateContent"];
            };
        };
        responses: {
            /** @description The runs are recorded and under way. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    /**
                     * @description Only on an answer that was given before to the same Idempotency-Key.
                     * @example true
                     */
                    "idempotent-replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runIds": [
                     *         "run_m6runnibd4noqexen2dds"
                     *       ],
                     *       "status": "triggered",
                     *       "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *       "template": "artist-caption-bedroom",
                     *       "lipsync": false
                     *     }
                     */
                    "application/json": components["schemas"]["ContentCreated"];
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             *     - `unknown_template`: `available_templates` lists those that the account can use.
             *     - `template_without_references`: Upload at least one of the template's reference images first.
             *     - `artist_not_ready`: `missing` lists what to upload first.
             *     - `unknown_songs`: `issues` names each slug that is no song of the artist's, `available_songs` those that are.
             *     - `options_conflict`: `issues` names each option that others rule out, or the songs: change one of them.
             *     - `images_refused`: `issues` says for each URL of `images` why it cannot be used.
             *     - `url_refused`: Name an https URL on the public internet.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json" | "unknown_template" | "template_without_references" | "artist_not_ready" | "unknown_songs" | "options_conflict" | "images_refused" | "url_refused";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `spend_limit_reached`: This would pass the account's limit for the month; `spend` has the figures. */
            402: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "spend_limit_reached";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /**
             * @description - `artist_changed`: The artist's files were changed in this very moment: try again.
             *     - `idempotency_key_in_flight`: The first request with this key is still being answered: ask again after `Retry-After`.
             */
            409: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_changed" | "idempotency_key_in_flight";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /**
             * @description - `clip_refused`: No clip can begin where `clip` says: `issues` says why. Name another second, moment or song.
             *     - `idempotency_key_reused`: This key came with another body before: use a new one.
             */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "clip_refused" | "idempotency_key_reused";
                    };
                };
            };
            /**
             * @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`.
             *     - `too_many_runs`: Too many runs are under way: wait for some to end; `runs` has the figures.
             */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_runs";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description - `renderer_unavailable`: The song or picture could not be looked at just now: send it again after `Retry-After`. */
            503: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "renderer_unavailable";
                    };
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates this account can use. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "templates": [
                     *         {
                     *           "name": "artist-caption-bedroom",
                     *           "description": "A moody selfie in a purple-lit bedroom, filmed on a phone long after midnight.",
                     *           "defaultLipsync": false
                     *         },
                     *         {
                     *           "name": "artist-caption-outside",
                     *           "description": "A night street seen by a phone left on the ground: wet asphalt, neon, the artist above it.",
                     *           "defaultLipsync": false
                     *         },
                     *         {
                     *           "name": "artist-caption-stage",
                     *           "description": "A small, sweaty venue filmed by a fan near the front: haze, hard beams, the artist at the microphone.",
                     *           "defaultLipsync": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        templates: {
                            name: string;
                            description: string;
                            defaultLipsync: boolean;
                        }[];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTemplate"];
            };
        };
        responses: {
            /** @description The new template. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    /**
                     * @description Where the template is.
                     * @example /api/content/templates/rooftop-dawn
                     */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "template": {
                     *         "name": "rooftop-dawn",
                     *         "builtIn": false,
                     *         "description": "A rooftop at dawn, the city below still asleep.",
                     *         "defaultLipsync": false,
                     *         "usesFace": true,
                     *         "image": {
                     *           "scene": "A rooftop at dawn with long shadows.",
                     *           "rules": [
                     *             "The person is the one of the portrait."
                     *           ]
                     *         },
                     *         "moods": [
                     *           {
                     *             "name": "calm",
                     *             "prompt": "calm after a long night"
                     *           },
                     *           {
                     *             "name": "cold",
                     *             "prompt": "cold and wide awake"
                     *           }
                     *         ],
                     *         "movements": [
                     *           {
                     *             "name": "drift",
                     *             "prompt": "the camera drifts slowly to the left"
                     *           }
                     *         ],
                     *         "captionGuide": {
                     *           "tone": "Quiet and dry.",
                     *           "rules": [
                     *             "Never shout."
                     *           ],
                     *           "formats": [
                     *             "a thought cut short"
                     *           ],
                     *           "examples": {
                     *             "short": [
                     *               "still up"
                     *             ],
                     *             "medium": [
                     *               "the whole city is asleep and I am up here writing the same line again."
                     *             ],
                     *             "long": [
                     *               "I told myself I would go to bed at two, and now the sun is making everything look fine."
                     *             ]
                     *           }
                     *         },
                     *         "captionStyle": "clean",
                     *         "references": [
                     *           {
                     *             "id": "ledge",
                     *             "description": "sitting on the ledge, seen from behind a chimney",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           },
                     *           {
                     *             "id": "door",
                     *             "description": "in the open door to the stairs",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        template: components["schemas"]["Template"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `template_name_taken`: Choose another name.
             *     - `too_many_templates`: Delete a template first.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_name_taken" | "too_many_templates";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    validateArtist: {
        parameters: {
            query: {
                /** @description The artist to check. */
                artist_account_id: string;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `checks` when ready, `missing` when not. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist_account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *       "ready": true,
                     *       "songs": 1,
                     *       "templates": [
                     *         "artist-caption-bedroom",
                     *         "artist-caption-outside",
                     *         "artist-caption-stage",
                     *         "album-record-store"
                     *       ],
                     *       "checks": {
                     *         "face_guide": {
                     *           "status": "ok"
                     *         },
                     *         "songs": {
                     *           "status": "ok",
                     *           "count": 1
                     *         },
                     *         "context_notes": {
                     *           "status": "ok"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist_account_id: string;
                        ready: boolean;
                        songs: number;
                        templates: string[];
                        checks?: {
                            face_guide: {
                                /** @enum {string} */
                                status: "ok" | "missing" | "warning";
                                count?: number;
                            };
                            songs: {
                                /** @enum {string} */
                                status: "ok" | "missing" | "warning";
                                count?: number;
                            };
                            context_notes: {
                                /** @enum {string} */
                                status: "ok" | "missing" | "warning";
                                count?: number;
                            };
                        };
                        missing?: components["schemas"]["MissingFile"][];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    estimateContent: {
        parameters: {
            query?: {
                /** @description As create would be told. */
                lipsync?: "true" | "false";
                /** @description As create would be told. */
                upscale?: "true" | "false";
                /** @description As create would be told. */
                duration?: "8" | "15" | "30" | "60";
                /** @description As create would be told. */
                caption_length?: "short" | "medium" | "long" | "none";
                /** @description As create would be told. */
                lyrics?: "off" | "line" | "highlight" | "pop" | "fill" | "word" | "pill";
                /** @description As create would be told. */
                batch?: number;
                /** @description true: add what the other choices would cost. */
                compare?: "true" | "false";
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the batch will cost at most; `alternatives` with compare=true. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "currency": "USD",
                     *       "batch": 3,
                     *       "per_video_estimate_usd": 1.3396,
                     *       "total_estimate_usd": 4.0188,
                     *       "lipsync": false,
                     *       "upscale": true,
                     *       "duration": 8,
                     *       "per_video": 1.3396,
                     *       "total": 4.0188,
                     *       "steps": [
                     *         {
                     *           "name": "image",
                     *           "model": "fal-ai/nano-banana-2/edit",
                     *           "cost": 0.08,
                     *           "unit": "image at 1K",
                     *           "unitPrice": 0.08,
                     *           "note": "One 9:16 image."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        lipsync: boolean;
                        upscale: boolean;
                        /**
                         * @description Seconds of the video.
                         * @enum {integer}
                         */
                        duration: 8 | 15 | 30 | 60;
                        per_video: number;
                        total: number;
                        steps: {
                            name: string;
                            model: string;
                            cost: number;
                            unit: string;
                            unitPrice: number;
                            note: string;
                        }[];
                        /** @enum {string} */
                        status: "success";
                        /** @enum {string} */
                        currency: "USD";
                        batch: number;
                        /** @description The same as `per_video`. */
                        per_video_estimate_usd: number;
                        /** @description The same as `total`. */
                        total_estimate_usd: number;
                        alternatives?: {
                            lipsync: boolean;
                            upscale: boolean;
                            /**
                             * @description Seconds of the video.
                             * @enum {integer}
                             */
                            duration: 8 | 15 | 30 | 60;
                            per_video: number;
                            total: number;
                            steps: {
                                name: string;
                                model: string;
                                cost: number;
                                unit: string;
                                unitPrice: number;
                                note: string;
                            }[];
                        }[];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `options_conflict`: `issues` names each option that others rule out, or the songs: change one of them.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "options_conflict";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The template's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template, whole. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "template": {
                     *         "name": "rooftop-dawn",
                     *         "builtIn": false,
                     *         "description": "A rooftop at dawn, the city below still asleep.",
                     *         "defaultLipsync": false,
                     *         "usesFace": true,
                     *         "image": {
                     *           "scene": "A rooftop at dawn with long shadows.",
                     *           "rules": [
                     *             "The person is the one of the portrait."
                     *           ]
                     *         },
                     *         "moods": [
                     *           {
                     *             "name": "calm",
                     *             "prompt": "calm after a long night"
                     *           },
                     *           {
                     *             "name": "cold",
                     *             "prompt": "cold and wide awake"
                     *           }
                     *         ],
                     *         "movements": [
                     *           {
                     *             "name": "drift",
                     *             "prompt": "the camera drifts slowly to the left"
                     *           }
                     *         ],
                     *         "captionGuide": {
                     *           "tone": "Quiet and dry.",
                     *           "rules": [
                     *             "Never shout."
                     *           ],
                     *           "formats": [
                     *             "a thought cut short"
                     *           ],
                     *           "examples": {
                     *             "short": [
                     *               "still up"
                     *             ],
                     *             "medium": [
                     *               "the whole city is asleep and I am up here writing the same line again."
                     *             ],
                     *             "long": [
                     *               "I told myself I would go to bed at two, and now the sun is making everything look fine."
                     *             ]
                     *           }
                     *         },
                     *         "captionStyle": "clean",
                     *         "references": [
                     *           {
                     *             "id": "ledge",
                     *             "description": "sitting on the ledge, seen from behind a chimney",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           },
                     *           {
                     *             "id": "door",
                     *             "description": "in the open door to the stairs",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        template: components["schemas"]["Template"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `template_not_found`: GET /api/content/templates lists the templates. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    replaceTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The template's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDefinition"];
            };
        };
        responses: {
            /** @description The template as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "template": {
                     *         "name": "rooftop-dawn",
                     *         "builtIn": false,
                     *         "description": "A rooftop at dawn, the city below still asleep.",
                     *         "defaultLipsync": false,
                     *         "usesFace": true,
                     *         "image": {
                     *           "scene": "A rooftop at dawn with long shadows.",
                     *           "rules": [
                     *             "The person is the one of the portrait."
                     *           ]
                     *         },
                     *         "moods": [
                     *           {
                     *             "name": "calm",
                     *             "prompt": "calm after a long night"
                     *           },
                     *           {
                     *             "name": "cold",
                     *             "prompt": "cold and wide awake"
                     *           }
                     *         ],
                     *         "movements": [
                     *           {
                     *             "name": "drift",
                     *             "prompt": "the camera drifts slowly to the left"
                     *           }
                     *         ],
                     *         "captionGuide": {
                     *           "tone": "Quiet and dry.",
                     *           "rules": [
                     *             "Never shout."
                     *           ],
                     *           "formats": [
                     *             "a thought cut short"
                     *           ],
                     *           "examples": {
                     *             "short": [
                     *               "still up"
                     *             ],
                     *             "medium": [
                     *               "the whole city is asleep and I am up here writing the same line again."
                     *             ],
                     *             "long": [
                     *               "I told myself I would go to bed at two, and now the sun is making everything look fine."
                     *             ]
                     *           }
                     *         },
                     *         "captionStyle": "clean",
                     *         "references": [
                     *           {
                     *             "id": "ledge",
                     *             "description": "sitting on the ledge, seen from behind a chimney",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           },
                     *           {
                     *             "id": "door",
                     *             "description": "in the open door to the stairs",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        template: components["schemas"]["Template"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `template_not_found`: GET /api/content/templates lists the templates. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_not_found";
                    };
                };
            };
            /** @description - `template_built_in`: Built-in templates cannot be changed: make one of your own. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_built_in";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The template's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `template_not_found`: GET /api/content/templates lists the templates. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_not_found";
                    };
                };
            };
            /** @description - `template_built_in`: Built-in templates cannot be changed: make one of your own. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_built_in";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    uploadTemplateReference: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The template's name. */
                name: string;
                /** @description An `id` of the template's `references`. */
                referenceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The template as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "template": {
                     *         "name": "rooftop-dawn",
                     *         "builtIn": false,
                     *         "description": "A rooftop at dawn, the city below still asleep.",
                     *         "defaultLipsync": false,
                     *         "usesFace": true,
                     *         "image": {
                     *           "scene": "A rooftop at dawn with long shadows.",
                     *           "rules": [
                     *             "The person is the one of the portrait."
                     *           ]
                     *         },
                     *         "moods": [
                     *           {
                     *             "name": "calm",
                     *             "prompt": "calm after a long night"
                     *           },
                     *           {
                     *             "name": "cold",
                     *             "prompt": "cold and wide awake"
                     *           }
                     *         ],
                     *         "movements": [
                     *           {
                     *             "name": "drift",
                     *             "prompt": "the camera drifts slowly to the left"
                     *           }
                     *         ],
                     *         "captionGuide": {
                     *           "tone": "Quiet and dry.",
                     *           "rules": [
                     *             "Never shout."
                     *           ],
                     *           "formats": [
                     *             "a thought cut short"
                     *           ],
                     *           "examples": {
                     *             "short": [
                     *               "still up"
                     *             ],
                     *             "medium": [
                     *               "the whole city is asleep and I am up here writing the same line again."
                     *             ],
                     *             "long": [
                     *               "I told myself I would go to bed at two, and now the sun is making everything look fine."
                     *             ]
                     *           }
                     *         },
                     *         "captionStyle": "clean",
                     *         "references": [
                     *           {
                     *             "id": "ledge",
                     *             "description": "sitting on the ledge, seen from behind a chimney",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           },
                     *           {
                     *             "id": "door",
                     *             "description": "in the open door to the stairs",
                     *             "imageUrl": "https://library.example.com/templates/rooftop-dawn?X-Amz-Signature=4f9c2b"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        template: components["schemas"]["Template"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `picture_refused`: Send a JPEG, PNG or WebP of 256 to 8192 pixels each way that can be decoded.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "picture_refused" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `template_not_found`: GET /api/content/templates lists the templates.
             *     - `file_not_found`: There is no such file to delete, or no reference of that id to upload for.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_not_found" | "file_not_found";
                    };
                };
            };
            /** @description - `template_built_in`: Built-in templates cannot be changed: make one of your own. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "template_built_in";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description - `renderer_unavailable`: The song or picture could not be looked at just now: send it again after `Retry-After`. */
            503: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "renderer_unavailable";
                    };
                };
            };
        };
    };
    streamRuns: {
        parameters: {
            query?: {
                /** @description That one run. */
                runId?: string;
                /** @description These runs: separated by commas, or the parameter repeated. */
                runIds?: string[];
                /** @description The runs of one create call. */
                batchId?: string;
            };
            header?: {
                /** @description The id of the last event received; what cannot be read counts as none. */
                "last-event-id"?: string;
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description All runs are over, and nothing changed since the `end` whose id was sent. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `run_not_found`: GET /api/tasks/runs lists the account's runs.
             *     - `batch_not_found`: A run's `batchId` names its batch.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_found" | "batch_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description The key's own account, which it is anyway; any other is 404. */
                account_id?: string;
                /** @description The same as `account_id`. */
                org_id?: string;
                /** @description That one run. */
                runId?: string;
                /** @description These runs: separated by commas, or the parameter repeated. */
                runIds?: string[];
                /** @description The runs of one create call. */
                batchId?: string;
                /** @description Only runs that are in one of these statuses. */
                status?: ("QUEUED" | "EXECUTING" | "REATTEMPTING" | "COMPLETED" | "FAILED" | "CANCELED" | "TIMED_OUT")[];
                /** @description Only runs of this artist. */
                artist_account_id?: string;
                /** @description Only runs of this template. */
                template?: string;
                /** @description Only runs that show this tag: the caller's own, or one of the first two. */
                tag?: string;
                /** @description Only runs that were created at this time or later. */
                created_after?: string;
                /** @description Only runs that were created before this time. */
                created_before?: string;
                /** @description Only these fields of each run, and its `id`. Without `metadata`, an answer is made faster. */
                fields?: ("id" | "status" | "taskIdentifier" | "createdAt" | "updatedAt" | "startedAt" | "finishedAt" | "tags" | "metadata" | "costInCents" | "durationMs" | "batchId" | "idempotencyKey" | "isTest" | "deletedAt" | "choices" | "payload" | "output" | "error")[];
                /** @description `next_cursor` of the page before, asked for with the same filters. */
                cursor?: string;
                /** @description Runs per page. 20 when omitted; with `batchId` the whole batch. */
                limit?: number;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs. */
            200: {
                headers: {
                    /** @description Changes exactly when the body does. Sent back as If-None-Match, it is answered 304 until then. */
                    etag?: string;
                    /** @description Seconds until it is worth asking again; only while a run that is shown is not over. */
                    "retry-after"?: number;
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "runs": [
                     *         {
                     *           "id": "run_t2fucebu91sk3ya5bzng9",
                     *           "status": "COMPLETED",
                     *           "taskIdentifier": "create-content",
                     *           "createdAt": "2026-11-22T13:20:18.597Z",
                     *           "updatedAt": "2026-11-22T13:20:23.851Z",
                     *           "startedAt": "2026-11-22T13:20:18.646Z",
                     *           "finishedAt": "2026-11-22T13:20:23.851Z",
                     *           "tags": [
                     *             "template:artist-caption-bedroom",
                     *             "artist:1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *             "spring-tour"
                     *           ],
                     *           "costInCents": 88,
                     *           "durationMs": 5205,
                     *           "batchId": "batch_e67uxfposta3p9ore8xns",
                     *           "idempotencyKey": "order-4711",
                     *           "isTest": true,
                     *           "deletedAt": null,
                     *           "choices": {
                     *             "reference": "window",
                     *             "mood": "playful",
                     *             "movement": "still"
                     *           },
                     *           "metadata": {
                     *             "currentStep": null,
                     *             "expectedAt": null,
                     *             "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *             "waiting": null,
                     *             "progress": 1,
                     *             "logs": [
                     *               "2026-11-22T13:20:18.597Z Queued",
                     *               "2026-11-22T13:20:18.646Z Listening to the song …"
                     *             ],
                     *             "steps": [
                     *               {
                     *                 "name": "listen",
                     *                 "title": "Listening to the song",
                     *                 "status": "done",
                     *                 "startedAt": "2026-11-22T13:20:18.646Z",
                     *                 "finishedAt": "2026-11-22T13:20:20.573Z",
                     *                 "durationMs": 1927,
                     *                 "failures": 0,
                     *                 "model": "fal-ai/whisper",
                     *                 "costInCents": 0.4,
                     *                 "note": null,
                     *                 "error": null
                     *               }
                     *             ],
                     *             "estimateInCents": 93.71,
                     *             "version": 25,
                     *             "wastedInCents": 0,
                     *             "custom": {
                     *               "post_on": "2026-12-01"
                     *             }
                     *           },
                     *           "payload": {
                     *             "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *             "template": "artist-caption-bedroom",
                     *             "caption_length": "short",
                     *             "upscale": false,
                     *             "batch": 1,
                     *             "webhook_url": "https://example.com/hooks/backline",
                     *             "lipsync": false,
                     *             "tags": [
                     *               "spring-tour"
                     *             ],
                     *             "metadata": {
                     *               "post_on": "2026-12-01"
                     *             }
                     *           },
                     *           "output": {
                     *             "status": "completed",
                     *             "accountId": "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90",
                     *             "artistSlug": "tansy-okoro",
                     *             "template": "artist-caption-bedroom",
                     *             "lipsync": false,
                     *             "videoSourceUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *             "posterUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *             "renderedVideoBytes": 6189739,
                     *             "width": 720,
                     *             "height": 1280,
                     *             "durationSeconds": 8,
                     *             "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *             "files": [
                     *               {
                     *                 "kind": "video",
                     *                 "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *                 "width": 720,
                     *                 "height": 1280,
                     *                 "bytes": 6189739,
                     *                 "contentType": "video/mp4"
                     *               },
                     *               {
                     *                 "kind": "poster",
                     *                 "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *                 "width": 720,
                     *                 "height": 1280,
                     *                 "bytes": 81344,
                     *                 "contentType": "image/jpeg"
                     *               },
                     *               {
                     *                 "kind": "image",
                     *                 "url": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *                 "width": 768,
                     *                 "height": 1376,
                     *                 "bytes": 1462117,
                     *                 "contentType": "image/png"
                     *               }
                     *             ],
                     *             "captionText": "left the porch light on. mostly out of spite.",
                     *             "audio": {
                     *               "songTitle": "Porchlight",
                     *               "songFilename": "porchlight.wav",
                     *               "startSeconds": 58.94,
                     *               "durationSeconds": 8,
                     *               "clipLyrics": "on, leave it on",
                     *               "clipMood": "playful"
                     *             },
                     *             "warnings": []
                     *           },
                     *           "error": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        /** @description Each in full, with payload, output and error, unless `fields` was given. */
                        runs: (components["schemas"]["RunDetail"] | components["schemas"]["RunPart"])[];
                        /** @description `cursor` of the next page; null on the last one. Not with `runId` or `runIds`. */
                        next_cursor?: string | null;
                        /** @description Only with `runIds`: those that are no runs of the account, or none in a `status` asked for. */
                        not_found?: string[];
                    };
                };
            };
            /** @description Nothing changed since the answer whose ETag was sent. */
            304: {
                headers: {
                    /** @description Changes exactly when the body does. Sent back as If-None-Match, it is answered 304 until then. */
                    etag?: string;
                    /** @description Seconds until it is worth asking again; only while a run that is shown is not over. */
                    "retry-after"?: number;
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_cursor`: The cursor is not one that this list gave for these filters: begin again without one.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_cursor";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `account_not_found`: Name the key's own account, or none: GET /api/account shows which it is.
             *     - `run_not_found`: GET /api/tasks/runs lists the account's runs.
             *     - `batch_not_found`: A run's `batchId` names its batch.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "account_not_found" | "run_not_found" | "batch_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description One of create's `runIds`. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    /** @description Changes exactly when the body does. Sent back as If-None-Match, it is answered 304 until then. */
                    etag?: string;
                    /** @description Seconds until it is worth asking again; only while a run that is shown is not over. */
                    "retry-after"?: number;
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "run": {
                     *         "id": "run_t2fucebu91sk3ya5bzng9",
                     *         "status": "COMPLETED",
                     *         "taskIdentifier": "create-content",
                     *         "createdAt": "2026-11-22T13:20:18.597Z",
                     *         "updatedAt": "2026-11-22T13:20:23.851Z",
                     *         "startedAt": "2026-11-22T13:20:18.646Z",
                     *         "finishedAt": "2026-11-22T13:20:23.851Z",
                     *         "tags": [
                     *           "template:artist-caption-bedroom",
                     *           "artist:1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "spring-tour"
                     *         ],
                     *         "costInCents": 88,
                     *         "durationMs": 5205,
                     *         "batchId": "batch_e67uxfposta3p9ore8xns",
                     *         "idempotencyKey": "order-4711",
                     *         "isTest": true,
                     *         "deletedAt": null,
                     *         "choices": {
                     *           "reference": "window",
                     *           "mood": "playful",
                     *           "movement": "still"
                     *         },
                     *         "metadata": {
                     *           "currentStep": null,
                     *           "expectedAt": null,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "waiting": null,
                     *           "progress": 1,
                     *           "logs": [
                     *             "2026-11-22T13:20:18.597Z Queued",
                     *             "2026-11-22T13:20:18.646Z Listening to the song …"
                     *           ],
                     *           "steps": [
                     *             {
                     *               "name": "listen",
                     *               "title": "Listening to the song",
                     *               "status": "done",
                     *               "startedAt": "2026-11-22T13:20:18.646Z",
                     *               "finishedAt": "2026-11-22T13:20:20.573Z",
                     *               "durationMs": 1927,
                     *               "failures": 0,
                     *               "model": "fal-ai/whisper",
                     *               "costInCents": 0.4,
                     *               "note": null,
                     *               "error": null
                     *             }
                     *           ],
                     *           "estimateInCents": 93.71,
                     *           "version": 25,
                     *           "wastedInCents": 0,
                     *           "custom": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "payload": {
                     *           "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "template": "artist-caption-bedroom",
                     *           "caption_length": "short",
                     *           "upscale": false,
                     *           "batch": 1,
                     *           "webhook_url": "https://example.com/hooks/backline",
                     *           "lipsync": false,
                     *           "tags": [
                     *             "spring-tour"
                     *           ],
                     *           "metadata": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "output": {
                     *           "status": "completed",
                     *           "accountId": "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90",
                     *           "artistSlug": "tansy-okoro",
                     *           "template": "artist-caption-bedroom",
                     *           "lipsync": false,
                     *           "videoSourceUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *           "posterUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *           "renderedVideoBytes": 6189739,
                     *           "width": 720,
                     *           "height": 1280,
                     *           "durationSeconds": 8,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "files": [
                     *             {
                     *               "kind": "video",
                     *               "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *               "width": 720,
                     *               "height": 1280,
                     *               "bytes": 6189739,
                     *               "contentType": "video/mp4"
                     *             },
                     *             {
                     *               "kind": "poster",
                     *               "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *               "width": 720,
                     *               "height": 1280,
                     *               "bytes": 81344,
                     *               "contentType": "image/jpeg"
                     *             },
                     *             {
                     *               "kind": "image",
                     *               "url": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *               "width": 768,
                     *               "height": 1376,
                     *               "bytes": 1462117,
                     *               "contentType": "image/png"
                     *             }
                     *           ],
                     *           "captionText": "left the porch light on. mostly out of spite.",
                     *           "audio": {
                     *             "songTitle": "Porchlight",
                     *             "songFilename": "porchlight.wav",
                     *             "startSeconds": 58.94,
                     *             "durationSeconds": 8,
                     *             "clipLyrics": "on, leave it on",
                     *             "clipMood": "playful"
                     *           },
                     *           "warnings": []
                     *         },
                     *         "error": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        run: components["schemas"]["RunDetail"];
                    };
                };
            };
            /** @description Nothing changed since the answer whose ETag was sent. */
            304: {
                headers: {
                    /** @description Changes exactly when the body does. Sent back as If-None-Match, it is answered 304 until then. */
                    etag?: string;
                    /** @description Seconds until it is worth asking again; only while a run that is shown is not over. */
                    "retry-after"?: number;
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `run_not_found`: GET /api/tasks/runs lists the account's runs. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    deleteRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description One of create's `runIds`. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is left of the run. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "run": {
                     *         "id": "run_t2fucebu91sk3ya5bzng9",
                     *         "status": "COMPLETED",
                     *         "taskIdentifier": "create-content",
                     *         "createdAt": "2026-11-22T13:20:18.597Z",
                     *         "updatedAt": "2026-11-22T13:20:23.851Z",
                     *         "startedAt": "2026-11-22T13:20:18.646Z",
                     *         "finishedAt": "2026-11-22T13:20:23.851Z",
                     *         "tags": [
                     *           "template:artist-caption-bedroom",
                     *           "artist:1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "spring-tour"
                     *         ],
                     *         "costInCents": 88,
                     *         "durationMs": 5205,
                     *         "batchId": "batch_e67uxfposta3p9ore8xns",
                     *         "idempotencyKey": "order-4711",
                     *         "isTest": true,
                     *         "deletedAt": "2026-11-23T09:12:44.018Z",
                     *         "choices": {
                     *           "reference": "window",
                     *           "mood": "playful",
                     *           "movement": "still"
                     *         },
                     *         "metadata": {
                     *           "currentStep": null,
                     *           "expectedAt": null,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "waiting": null,
                     *           "progress": 1,
                     *           "logs": [
                     *             "2026-11-22T13:20:18.597Z Queued",
                     *             "2026-11-22T13:20:18.646Z Listening to the song …"
                     *           ],
                     *           "steps": [
                     *             {
                     *               "name": "listen",
                     *               "title": "Listening to the song",
                     *               "status": "done",
                     *               "startedAt": "2026-11-22T13:20:18.646Z",
                     *               "finishedAt": "2026-11-22T13:20:20.573Z",
                     *               "durationMs": 1927,
                     *               "failures": 0,
                     *               "model": "fal-ai/whisper",
                     *               "costInCents": 0.4,
                     *               "note": null,
                     *               "error": null
                     *             }
                     *           ],
                     *           "estimateInCents": 93.71,
                     *           "version": 25,
                     *           "wastedInCents": 0,
                     *           "custom": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "payload": {
                     *           "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "template": "artist-caption-bedroom",
                     *           "caption_length": "short",
                     *           "upscale": false,
                     *           "batch": 1,
                     *           "webhook_url": "https://example.com/hooks/backline",
                     *           "lipsync": false,
                     *           "tags": [
                     *             "spring-tour"
                     *           ],
                     *           "metadata": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "output": null,
                     *         "error": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        run: components["schemas"]["RunDetail"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `run_not_found`: GET /api/tasks/runs lists the account's runs. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description One of create's `runIds`. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the run is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "canceled": false,
                     *       "run": {
                     *         "id": "run_t2fucebu91sk3ya5bzng9",
                     *         "status": "COMPLETED",
                     *         "taskIdentifier": "create-content",
                     *         "createdAt": "2026-11-22T13:20:18.597Z",
                     *         "updatedAt": "2026-11-22T13:20:23.851Z",
                     *         "startedAt": "2026-11-22T13:20:18.646Z",
                     *         "finishedAt": "2026-11-22T13:20:23.851Z",
                     *         "tags": [
                     *           "template:artist-caption-bedroom",
                     *           "artist:1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "spring-tour"
                     *         ],
                     *         "costInCents": 88,
                     *         "durationMs": 5205,
                     *         "batchId": "batch_e67uxfposta3p9ore8xns",
                     *         "idempotencyKey": "order-4711",
                     *         "isTest": true,
                     *         "deletedAt": null,
                     *         "choices": {
                     *           "reference": "window",
                     *           "mood": "playful",
                     *           "movement": "still"
                     *         },
                     *         "metadata": {
                     *           "currentStep": null,
                     *           "expectedAt": null,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "waiting": null,
                     *           "progress": 1,
                     *           "logs": [
                     *             "2026-11-22T13:20:18.597Z Queued",
                     *             "2026-11-22T13:20:18.646Z Listening to the song …"
                     *           ],
                     *           "steps": [
                     *             {
                     *               "name": "listen",
                     *               "title": "Listening to the song",
                     *               "status": "done",
                     *               "startedAt": "2026-11-22T13:20:18.646Z",
                     *               "finishedAt": "2026-11-22T13:20:20.573Z",
                     *               "durationMs": 1927,
                     *               "failures": 0,
                     *               "model": "fal-ai/whisper",
                     *               "costInCents": 0.4,
                     *               "note": null,
                     *               "error": null
                     *             }
                     *           ],
                     *           "estimateInCents": 93.71,
                     *           "version": 25,
                     *           "wastedInCents": 0,
                     *           "custom": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "payload": {
                     *           "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "template": "artist-caption-bedroom",
                     *           "caption_length": "short",
                     *           "upscale": false,
                     *           "batch": 1,
                     *           "webhook_url": "https://example.com/hooks/backline",
                     *           "lipsync": false,
                     *           "tags": [
                     *             "spring-tour"
                     *           ],
                     *           "metadata": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "output": {
                     *           "status": "completed",
                     *           "accountId": "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90",
                     *           "artistSlug": "tansy-okoro",
                     *           "template": "artist-caption-bedroom",
                     *           "lipsync": false,
                     *           "videoSourceUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *           "posterUrl": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *           "renderedVideoBytes": 6189739,
                     *           "width": 720,
                     *           "height": 1280,
                     *           "durationSeconds": 8,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "files": [
                     *             {
                     *               "kind": "video",
                     *               "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.mp4",
                     *               "width": 720,
                     *               "height": 1280,
                     *               "bytes": 6189739,
                     *               "contentType": "video/mp4"
                     *             },
                     *             {
                     *               "kind": "poster",
                     *               "url": "https://media.example.com/videos/run_t2fucebu91sk3ya5bzng9/1-1.jpg",
                     *               "width": 720,
                     *               "height": 1280,
                     *               "bytes": 81344,
                     *               "contentType": "image/jpeg"
                     *             },
                     *             {
                     *               "kind": "image",
                     *               "url": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *               "width": 768,
                     *               "height": 1376,
                     *               "bytes": 1462117,
                     *               "contentType": "image/png"
                     *             }
                     *           ],
                     *           "captionText": "left the porch light on. mostly out of spite.",
                     *           "audio": {
                     *             "songTitle": "Porchlight",
                     *             "songFilename": "porchlight.wav",
                     *             "startSeconds": 58.94,
                     *             "durationSeconds": 8,
                     *             "clipLyrics": "on, leave it on",
                     *             "clipMood": "playful"
                     *           },
                     *           "warnings": []
                     *         },
                     *         "error": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        canceled: boolean;
                        run: components["schemas"]["RunDetail"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `run_not_found`: GET /api/tasks/runs lists the account's runs. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description One of create's `runIds`. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run goes on. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "run": {
                     *         "id": "run_t2fucebu91sk3ya5bzng9",
                     *         "status": "REATTEMPTING",
                     *         "taskIdentifier": "create-content",
                     *         "createdAt": "2026-11-22T13:20:18.597Z",
                     *         "updatedAt": "2026-11-22T13:20:23.851Z",
                     *         "startedAt": "2026-11-22T13:20:18.646Z",
                     *         "finishedAt": null,
                     *         "tags": [
                     *           "template:artist-caption-bedroom",
                     *           "artist:1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "spring-tour"
                     *         ],
                     *         "costInCents": 88,
                     *         "durationMs": 5205,
                     *         "batchId": "batch_e67uxfposta3p9ore8xns",
                     *         "idempotencyKey": "order-4711",
                     *         "isTest": true,
                     *         "deletedAt": null,
                     *         "choices": {
                     *           "reference": "window",
                     *           "mood": "playful",
                     *           "movement": "still"
                     *         },
                     *         "metadata": {
                     *           "currentStep": null,
                     *           "expectedAt": null,
                     *           "imageUrl": "https://media.example.com/generations/gen_cxb8imshk1k71f4xgrfqn/1-image.png",
                     *           "waiting": null,
                     *           "progress": 1,
                     *           "logs": [
                     *             "2026-11-22T13:20:18.597Z Queued",
                     *             "2026-11-22T13:20:18.646Z Listening to the song …"
                     *           ],
                     *           "steps": [
                     *             {
                     *               "name": "listen",
                     *               "title": "Listening to the song",
                     *               "status": "done",
                     *               "startedAt": "2026-11-22T13:20:18.646Z",
                     *               "finishedAt": "2026-11-22T13:20:20.573Z",
                     *               "durationMs": 1927,
                     *               "failures": 0,
                     *               "model": "fal-ai/whisper",
                     *               "costInCents": 0.4,
                     *               "note": null,
                     *               "error": null
                     *             }
                     *           ],
                     *           "estimateInCents": 93.71,
                     *           "version": 25,
                     *           "wastedInCents": 0,
                     *           "custom": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "payload": {
                     *           "artist_account_id": "1873859c-dd37-4e9a-9bac-80d3558527a9",
                     *           "template": "artist-caption-bedroom",
                     *           "caption_length": "short",
                     *           "upscale": false,
                     *           "batch": 1,
                     *           "webhook_url": "https://example.com/hooks/backline",
                     *           "lipsync": false,
                     *           "tags": [
                     *             "spring-tour"
                     *           ],
                     *           "metadata": {
                     *             "post_on": "2026-12-01"
                     *           }
                     *         },
                     *         "output": null,
                     *         "error": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        run: components["schemas"]["RunDetail"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `spend_limit_reached`: This would pass the account's limit for the month; `spend` has the figures. */
            402: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "spend_limit_reached";
                    };
                };
            };
            /** @description - `run_not_found`: GET /api/tasks/runs lists the account's runs. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_found";
                    };
                };
            };
            /**
             * @description - `run_not_retryable`: Only a run that is FAILED, CANCELED or TIMED_OUT can be retried.
             *     - `run_deleted`: The run was deleted, and nothing is left of it to go on with: create a new one.
             *     - `run_too_old`: Create a new run: what this one had come to was archived some days after its end.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "run_not_retryable" | "run_deleted" | "run_too_old";
                    };
                };
            };
            /**
             * @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`.
             *     - `too_many_runs`: Too many runs are under way: wait for some to end; `runs` has the figures.
             */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_runs";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    downloadBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description A run's `batchId`. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `batch_not_found`: A run's `batchId` names its batch. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "batch_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listArtists: {
        parameters: {
            query?: {
                /** @description The key's own account, which it is anyway; any other is 404. */
                account_id?: string;
                /** @description The same as `account_id`. */
                org_id?: string;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's artists, pinned ones first. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artists": [
                     *         {
                     *           "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *           "name": "Émile Nord",
                     *           "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *           "pinned": false,
                     *           "socials": [
                     *             {
                     *               "id": "social_5tfnff9yduyu6a8fz26bg",
                     *               "platform": "tiktok",
                     *               "username": "emilenord",
                     *               "profile_url": "https://www.tiktok.com/@emilenord"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artists: components["schemas"]["Artist"][];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `account_not_found`: Name the key's own account, or none: GET /api/account shows which it is. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "account_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    createArtist: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewArtist"];
            };
        };
        responses: {
            /** @description The new artist. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    /**
                     * @description Where the artist is.
                     * @example /api/artists/1873859c-dd37-4e9a-9bac-80d3558527a9
                     */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_slug_taken`: Another artist of the account has this slug: choose another.
             *     - `too_many_artists`: Delete an artist first.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_slug_taken" | "too_many_artists";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getArtist: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The artist. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    deleteArtist: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `artist_in_use`: Runs of the artist are under way: wait for them, or cancel them. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_in_use";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    updateArtist: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArtistChange"];
            };
        };
        responses: {
            /** @description The artist as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `artist_slug_taken`: Another artist of the account has this slug: choose another. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_slug_taken";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's keys. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "keys": [
                     *         {
                     *           "id": "key_y2ezjw6sgkcyi3mopzcit",
                     *           "name": "laptop",
                     *           "prefix": "bk_uyrnUQ",
                     *           "created_at": "2026-11-22T13:20:16.789Z",
                     *           "expires_at": null,
                     *           "last_used_at": null,
                     *           "revoked_at": null,
                     *           "current": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        keys: components["schemas"]["ApiKey"][];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            /** @description The key works at once. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "key": "bk_uyrnUQ…",
                     *       "api_key": {
                     *         "id": "key_y2ezjw6sgkcyi3mopzcit",
                     *         "name": "laptop",
                     *         "prefix": "bk_uyrnUQ",
                     *         "created_at": "2026-11-22T13:20:16.789Z",
                     *         "expires_at": null,
                     *         "last_used_at": null,
                     *         "revoked_at": null,
                     *         "current": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        /** @description The key itself: shown this once, and stored nowhere. */
                        key: string;
                        api_key: components["schemas"]["ApiKey"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `too_many_keys`: Revoke a key first. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "too_many_keys";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The key's `id`, not the key itself. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "api_key": {
                     *         "id": "key_y2ezjw6sgkcyi3mopzcit",
                     *         "name": "laptop",
                     *         "prefix": "bk_uyrnUQ",
                     *         "created_at": "2026-11-22T13:20:16.789Z",
                     *         "expires_at": null,
                     *         "last_used_at": null,
                     *         "revoked_at": null,
                     *         "current": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        api_key: components["schemas"]["ApiKey"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `key_not_found`: GET /api/keys lists the account's keys. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "key_not_found";
                    };
                };
            };
            /** @description - `last_key`: This is the last key that works: make another one first. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "last_key";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "id": "460c2f1d-a856-40ae-a9ff-56ce8b08feb1",
                     *       "name": "Night Kitchen Records",
                     *       "limits": {
                     *         "active_runs": 100,
                     *         "requests_per_minute": 3000,
                     *         "monthly_spend": 250
                     *       },
                     *       "usage": {
                     *         "active_runs": 3,
                     *         "month": "2026-11",
                     *         "spent": 41.2,
                     *         "reserved": 2.65
                     *       },
                     *       "currency": "USD"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erasure": {
                     *         "status": "COMPLETED",
                     *         "startedAt": "2026-11-23T09:12:44.018Z",
                     *         "completedAt": "2026-11-23T09:31:02.500Z",
                     *         "removed": {
                     *           "runs": 30,
                     *           "files": 196,
                     *           "songs": 3,
                     *           "references": 2,
                     *           "generations": 94
                     *         },
                     *         "remains": [
                     *           {
                     *             "where": "D1 Time Travel",
                     *             "what": "The database as it was, which its operator alone can restore.",
                     *             "until": "2026-12-23T09:31:02.500Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        erasure: components["schemas"]["Erasure"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `erasure_not_found`: POST to the same path asks for the artist to be erased. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "erasure_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    eraseArtist: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun, or was asked for before. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erasure": {
                     *         "status": "RUNNING",
                     *         "startedAt": "2026-11-23T09:12:44.018Z",
                     *         "completedAt": null,
                     *         "removed": {
                     *           "runs": 30,
                     *           "files": 196,
                     *           "songs": 3,
                     *           "references": 2,
                     *           "generations": 94
                     *         },
                     *         "remains": [
                     *           {
                     *             "where": "D1 Time Travel",
                     *             "what": "The database as it was, which its operator alone can restore.",
                     *             "until": "2026-12-23T09:31:02.500Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        erasure: components["schemas"]["Erasure"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    uploadFaceGuide: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The artist as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `picture_refused`: Send a JPEG, PNG or WebP of 256 to 8192 pixels each way that can be decoded.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "picture_refused" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description - `renderer_unavailable`: The song or picture could not be looked at just now: send it again after `Retry-After`. */
            503: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "renderer_unavailable";
                    };
                };
            };
        };
    };
    deleteFaceGuide: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `file_not_found`: There is no such file to delete, or no reference of that id to upload for.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "file_not_found";
                    };
                };
            };
            /** @description - `artist_in_use`: Runs of the artist are under way: wait for them, or cancel them. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_in_use";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    uploadArtistImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The artist as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `picture_refused`: Send a JPEG, PNG or WebP of 256 to 8192 pixels each way that can be decoded.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "picture_refused" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description - `renderer_unavailable`: The song or picture could not be looked at just now: send it again after `Retry-After`. */
            503: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "renderer_unavailable";
                    };
                };
            };
        };
    };
    deleteArtistImage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `file_not_found`: There is no such file to delete, or no reference of that id to upload for.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "file_not_found";
                    };
                };
            };
            /** @description - `artist_in_use`: Runs of the artist are under way: wait for them, or cancel them. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_in_use";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    writeArtistNotes: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The artist as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "artist": {
                     *         "account_id": "f0b8d59f-94bd-42ff-9125-bd21e8e6ad8e",
                     *         "name": "Émile Nord",
                     *         "image": "https://library.example.com/artists/emile/image?X-Amz-Signature=4f9c2b",
                     *         "pinned": false,
                     *         "socials": [
                     *           {
                     *             "id": "social_5tfnff9yduyu6a8fz26bg",
                     *             "platform": "tiktok",
                     *             "username": "emilenord",
                     *             "profile_url": "https://www.tiktok.com/@emilenord"
                     *           }
                     *         ],
                     *         "slug": "emile-nord",
                     *         "notes": "Dry and exact, first person, present tense. Writes of trains.",
                     *         "face_guide": "https://library.example.com/artists/emile/face-guide?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:15.526Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        artist: components["schemas"]["ArtistDetail"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listSongs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By slug. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "songs": [
                     *         {
                     *           "slug": "night bus",
                     *           "title": "Night Bus",
                     *           "artist": null,
                     *           "filename": "Night Bus.mp3",
                     *           "bytes": 96384,
                     *           "duration_seconds": 12.04,
                     *           "url": "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
                     *           "created_at": "2026-11-22T13:20:16.438Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        songs: components["schemas"]["Song"][];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getSong: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The song. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "song": {
                     *         "slug": "night bus",
                     *         "title": "Night Bus",
                     *         "artist": null,
                     *         "filename": "Night Bus.mp3",
                     *         "bytes": 96384,
                     *         "duration_seconds": 12.04,
                     *         "url": "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:16.438Z",
                     *         "analysis": {
                     *           "integrated_lufs": -12.4,
                     *           "loudness": [
                     *             -70,
                     *             -31.2,
                     *             -18.6,
                     *             -14.9,
                     *             -13.1,
                     *             -12.8
                     *           ],
                     *           "silences": [
                     *             {
                     *               "start_seconds": 11.2,
                     *               "end_seconds": 12.04
                     *             }
                     *           ],
                     *           "mix": "as is",
                     *           "mono_loss_db": 0.6,
                     *           "tempo": {
                     *             "bpm": 104,
                     *             "beats_per_bar": 4,
                     *             "confidence": 0.97
                     *           },
                     *           "beats": [
                     *             0.02,
                     *             0.6,
                     *             1.17,
                     *             1.75,
                     *             2.33
                     *           ],
                     *           "downbeats": [
                     *             0.02,
                     *             2.33
                     *           ],
                     *           "sections": [
                     *             {
                     *               "start_seconds": 0,
                     *               "end_seconds": 4.64,
                     *               "energy": 0.52,
                     *               "change": 0
                     *             },
                     *             {
                     *               "start_seconds": 4.64,
                     *               "end_seconds": 12.04,
                     *               "energy": 1,
                     *               "change": 0.83
                     *             }
                     *           ]
                     *         },
                     *         "moments": [
                     *           {
                     *             "id": "m35910",
                     *             "start_seconds": 35.91,
                     *             "lengths": [
                     *               8,
                     *               15,
                     *               30
                     *             ],
                     *             "reason": "the turn of the song",
                     *             "why": [
                     *               "a new part begins",
                     *               "whole lines"
                     *             ],
                     *             "energy": 0.98,
                     *             "mood": "aching",
                     *             "sung": true,
                     *             "score": 0.71,
                     *             "warnings": []
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        song: components["schemas"]["SongDetail"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    uploadSong: {
        parameters: {
            query?: {
                /** @description Otherwise that of the file's tags, or where they have none, made from the file name. A song that there is already is renamed. */
                title?: string;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its file name. */
                song: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/mpeg": string;
                "audio/wav": string;
                "audio/flac": string;
                "audio/mp4": string;
                "audio/ogg": string;
                "application/octet-stream": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The artist has this very song. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "song": {
                     *         "slug": "night bus",
                     *         "title": "Night Bus",
                     *         "artist": null,
                     *         "filename": "Night Bus.mp3",
                     *         "bytes": 96384,
                     *         "duration_seconds": 12.04,
                     *         "url": "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:16.438Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        song: components["schemas"]["Song"];
                    };
                };
            };
            /** @description The new song. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "song": {
                     *         "slug": "night bus",
                     *         "title": "Night Bus",
                     *         "artist": null,
                     *         "filename": "Night Bus.mp3",
                     *         "bytes": 96384,
                     *         "duration_seconds": 12.04,
                     *         "url": "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:16.438Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        song: components["schemas"]["Song"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `song_unreadable`: Send a file with sound in it that ffmpeg can read.
             *     - `song_too_short`: Send 10 seconds or more.
             *     - `song_too_long`: Send 15 minutes or less.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "song_unreadable" | "song_too_short" | "song_too_long" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `artist_not_found`: GET /api/artists lists the account's artists. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found";
                    };
                };
            };
            /**
             * @description - `song_slug_taken`: The artist has another song of this name: delete it, or rename the file.
             *     - `too_many_songs`: Delete one of the artist's songs first.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "song_slug_taken" | "too_many_songs";
                    };
                };
            };
            /** @description - `length_required`: Send the file with a content-length. */
            411: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "length_required";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `song_too_quiet`: Send a louder master: `loudness` has what was measured, and the message what is needed. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "song_too_quiet";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description - `renderer_unavailable`: The song or picture could not be looked at just now: send it again after `Retry-After`. */
            503: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "renderer_unavailable";
                    };
                };
            };
        };
    };
    deleteSong: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found";
                    };
                };
            };
            /** @description - `song_in_use`: Runs of the song are under way: wait for them, or cancel them. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "song_in_use";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    updateSong: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SongChange"];
            };
        };
        responses: {
            /** @description The song as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "song": {
                     *         "slug": "night bus",
                     *         "title": "Night Bus (live)",
                     *         "artist": "Émile Nord feat. Ada",
                     *         "filename": "Night Bus.mp3",
                     *         "bytes": 96384,
                     *         "duration_seconds": 12.04,
                     *         "url": "https://library.example.com/songs/night-bus?X-Amz-Signature=4f9c2b",
                     *         "created_at": "2026-11-22T13:20:16.438Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        song: components["schemas"]["Song"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getLyrics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines as the next video would show them. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "lyrics": {
                     *         "source": "artist",
                     *         "format": "lrc",
                     *         "heard": false,
                     *         "fit": null,
                     *         "warnings": [],
                     *         "lines": [
                     *           {
                     *             "number": 1,
                     *             "text": "Night bus, take me the long way round",
                     *             "start_seconds": null,
                     *             "end_seconds": null,
                     *             "confidence": 0,
                     *             "timed": "none",
                     *             "corrected": false,
                     *             "words": []
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        lyrics: components["schemas"]["SongLyrics"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             *     - `lyrics_not_found`: The artist gave none for this song, and no run has heard it yet: PUT them.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found" | "lyrics_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    writeLyrics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description How they were read, and the lines as the next video would show them. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "lyrics": {
                     *         "source": "artist",
                     *         "format": "lrc",
                     *         "heard": false,
                     *         "fit": null,
                     *         "warnings": [],
                     *         "lines": [
                     *           {
                     *             "number": 1,
                     *             "text": "Night bus, take me the long way round",
                     *             "start_seconds": null,
                     *             "end_seconds": null,
                     *             "confidence": 0,
                     *             "timed": "none",
                     *             "corrected": false,
                     *             "words": []
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        lyrics: components["schemas"]["SongLyrics"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `lyrics_unreadable`: Send plain text, LRC or SRT with words in it: the error says what is wrong.
             *     - `upload_incomplete`: The file, or the form that it came in, broke off before its end: send it again.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "lyrics_unreadable" | "upload_incomplete";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    deleteLyrics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             *     - `lyrics_not_found`: The artist gave none for this song, and no run has heard it yet: PUT them.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found" | "lyrics_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    correctLine: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The artist's `account_id`. */
                id: string;
                /** @description Its slug. */
                song: string;
                /** @description Which line, from 1. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LineCorrection"];
            };
        };
        responses: {
            /** @description The line as the next video would show it: once for each time that it is sung. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "lines": [
                     *         {
                     *           "number": 1,
                     *           "text": "Night bus, take me the long way round",
                     *           "start_seconds": null,
                     *           "end_seconds": null,
                     *           "confidence": 0,
                     *           "timed": "none",
                     *           "corrected": true,
                     *           "words": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        lines: components["schemas"]["LyricLine"][];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `artist_not_found`: GET /api/artists lists the account's artists.
             *     - `song_not_found`: GET /api/artists/{id}/songs lists the artist's songs.
             *     - `lyrics_not_found`: The artist gave none for this song, and no run has heard it yet: PUT them.
             *     - `line_not_found`: The lyrics have no line of this number: GET lists them.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "artist_not_found" | "song_not_found" | "lyrics_not_found" | "line_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `times_refused`: A line begins within its song, and ends after its start: `field` names the time that does not fit. */
            422: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "times_refused";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getAccountWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's own secret. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=",
                     *       "previous_secret_until": null
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        /** @description As the Standard Webhooks specification has it: whsec_ and base64. */
                        secret: string;
                        /**
                         * Format: date-time
                         * @description Until then messages are signed with the secret before, too.
                         */
                        previous_secret_until: string | null;
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    rotateAccountWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's own secret. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=",
                     *       "previous_secret_until": "2026-11-23T13:20:15.526Z"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        /** @description As the Standard Webhooks specification has it: whsec_ and base64. */
                        secret: string;
                        /**
                         * Format: date-time
                         * @description Until then messages are signed with the secret before, too.
                         */
                        previous_secret_until: string | null;
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Only what tells of this run's end. */
                runId?: string;
                /** @description Only deliveries in this status. */
                status?: "pending" | "delivered" | "exhausted" | "canceled";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Deliveries per page. */
                limit?: number;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries, newest first. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "deliveries": [
                     *         {
                     *           "id": "dlv_5bb73603403a7dc22521c068dc9ad3e6",
                     *           "event_id": "evt_c78df41761ea29b07a460583ad6d91ae",
                     *           "event_type": "run.completed",
                     *           "run_id": "run_t2fucebu91sk3ya5bzng9",
                     *           "batch_id": "batch_e67uxfposta3p9ore8xns",
                     *           "webhook_id": null,
                     *           "url": "https://example.com/hooks/backline",
                     *           "status": "delivered",
                     *           "next_attempt_at": null,
                     *           "created_at": "2026-11-22T13:20:23.851Z",
                     *           "finished_at": "2026-11-22T13:20:23.970Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "at": "2026-11-22T13:20:23.913Z",
                     *               "duration_ms": 55,
                     *               "status_code": 200,
                     *               "error": null,
                     *               "response": ""
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        deliveries: components["schemas"]["WebhookDelivery"][];
                        next_cursor: string | null;
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_cursor`: The cursor is not one that this list gave for these filters: begin again without one.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_cursor";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Only deliveries in this status. */
                status?: "pending" | "delivered" | "exhausted" | "canceled";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Deliveries per page. */
                limit?: number;
            };
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries, newest first. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "deliveries": [
                     *         {
                     *           "id": "dlv_5bb73603403a7dc22521c068dc9ad3e6",
                     *           "event_id": "evt_c78df41761ea29b07a460583ad6d91ae",
                     *           "event_type": "run.completed",
                     *           "run_id": "run_t2fucebu91sk3ya5bzng9",
                     *           "batch_id": "batch_e67uxfposta3p9ore8xns",
                     *           "webhook_id": null,
                     *           "url": "https://example.com/hooks/backline",
                     *           "status": "delivered",
                     *           "next_attempt_at": null,
                     *           "created_at": "2026-11-22T13:20:23.851Z",
                     *           "finished_at": "2026-11-22T13:20:23.970Z",
                     *           "attempts": [
                     *             {
                     *               "number": 1,
                     *               "at": "2026-11-22T13:20:23.913Z",
                     *               "duration_ms": 55,
                     *               "status_code": 200,
                     *               "error": null,
                     *               "response": ""
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        deliveries: components["schemas"]["WebhookDelivery"][];
                        next_cursor: string | null;
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_cursor`: The cursor is not one that this list gave for these filters: begin again without one.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_cursor";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The delivery's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "delivery": {
                     *         "id": "dlv_5bb73603403a7dc22521c068dc9ad3e6",
                     *         "event_id": "evt_c78df41761ea29b07a460583ad6d91ae",
                     *         "event_type": "run.completed",
                     *         "run_id": "run_t2fucebu91sk3ya5bzng9",
                     *         "batch_id": "batch_e67uxfposta3p9ore8xns",
                     *         "webhook_id": null,
                     *         "url": "https://example.com/hooks/backline",
                     *         "status": "delivered",
                     *         "next_attempt_at": null,
                     *         "created_at": "2026-11-22T13:20:23.851Z",
                     *         "finished_at": "2026-11-22T13:20:23.970Z",
                     *         "attempts": [
                     *           {
                     *             "number": 1,
                     *             "at": "2026-11-22T13:20:23.913Z",
                     *             "duration_ms": 55,
                     *             "status_code": 200,
                     *             "error": null,
                     *             "response": ""
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        delivery: components["schemas"]["WebhookDelivery"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /**
             * @description - `delivery_not_found`: GET /api/webhooks/deliveries lists the account's deliveries.
             *     - `webhook_not_found`: GET /api/webhooks lists the account's webhooks.
             */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "delivery_not_found" | "webhook_not_found";
                    };
                };
            };
            /** @description - `webhook_disabled`: Enable the webhook first. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_disabled";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listenToWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event received; what cannot be read counts as none. */
                "last-event-id"?: string;
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /**
             * @description - `webhook_disabled`: Enable the webhook first.
             *     - `not_a_listener`: Only a webhook of kind `listener` can be listened to.
             */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_disabled" | "not_a_listener";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account's webhooks, newest first. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "webhooks": [
                     *         {
                     *           "id": "wh_8hbgeujno2w4c4gh63bdu",
                     *           "kind": "url",
                     *           "url": "https://example.com/hooks/backline",
                     *           "events": [
                     *             "run.completed",
                     *             "run.failed",
                     *             "run.canceled",
                     *             "batch.finished"
                     *           ],
                     *           "enabled": true,
                     *           "disabled_reason": null,
                     *           "exhausted_deliveries": 0,
                     *           "previous_secret_until": null,
                     *           "created_at": "2026-11-22T13:20:17.096Z",
                     *           "updated_at": "2026-11-22T13:20:17.096Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description It is told of runs that end from now on. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "webhook": {
                     *         "id": "wh_8hbgeujno2w4c4gh63bdu",
                     *         "kind": "url",
                     *         "url": "https://example.com/hooks/backline",
                     *         "events": [
                     *           "run.completed",
                     *           "run.failed",
                     *           "run.canceled",
                     *           "batch.finished"
                     *         ],
                     *         "enabled": true,
                     *         "disabled_reason": null,
                     *         "exhausted_deliveries": 0,
                     *         "previous_secret_until": null,
                     *         "created_at": "2026-11-22T13:20:17.096Z",
                     *         "updated_at": "2026-11-22T13:20:17.096Z"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s="
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                        /**
                         * @description Signs the messages, as the Standard Webhooks specification has it. Shown this once.
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=
                         */
                        secret: string;
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             *     - `options_conflict`: `issues` names each option that others rule out, or the songs: change one of them.
             *     - `url_refused`: Name an https URL on the public internet.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json" | "options_conflict" | "url_refused";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `too_many_webhooks`: Delete a webhook first. */
            409: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "too_many_webhooks";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "webhook": {
                     *         "id": "wh_8hbgeujno2w4c4gh63bdu",
                     *         "kind": "url",
                     *         "url": "https://example.com/hooks/backline",
                     *         "events": [
                     *           "run.completed",
                     *           "run.failed",
                     *           "run.canceled",
                     *           "batch.finished"
                     *         ],
                     *         "enabled": true,
                     *         "disabled_reason": null,
                     *         "exhausted_deliveries": 0,
                     *         "previous_secret_until": null,
                     *         "created_at": "2026-11-22T13:20:17.096Z",
                     *         "updated_at": "2026-11-22T13:20:17.096Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "id": "wh_8hbgeujno2w4c4gh63bdu"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        id: string;
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "webhook": {
                     *         "id": "wh_8hbgeujno2w4c4gh63bdu",
                     *         "kind": "url",
                     *         "url": "https://example.com/hooks/backline",
                     *         "events": [
                     *           "run.completed",
                     *           "run.failed",
                     *           "run.canceled",
                     *           "batch.finished"
                     *         ],
                     *         "enabled": true,
                     *         "disabled_reason": null,
                     *         "exhausted_deliveries": 0,
                     *         "previous_secret_until": null,
                     *         "created_at": "2026-11-22T13:20:17.096Z",
                     *         "updated_at": "2026-11-22T13:20:17.096Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                    };
                };
            };
            /**
             * @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first.
             *     - `invalid_json`: The body is empty or not JSON: send a JSON object.
             *     - `options_conflict`: `issues` names each option that others rule out, or the songs: change one of them.
             *     - `url_refused`: Name an https URL on the public internet.
             */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed" | "invalid_json" | "options_conflict" | "url_refused";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /** @description - `payload_too_large`: Send less: the error says how much is allowed. */
            413: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "payload_too_large";
                    };
                };
            };
            /** @description - `unsupported_media_type`: Send the content-type that the error names, without a content-encoding. */
            415: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unsupported_media_type";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `X-Bookmark` of an earlier answer: this one then knows at least what that one did. What is no bookmark counts as none.
                 * @example 00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683
                 */
                "x-bookmark"?: string;
            };
            path: {
                /** @description The webhook's `id`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook and its new secret. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "webhook": {
                     *         "id": "wh_8hbgeujno2w4c4gh63bdu",
                     *         "kind": "url",
                     *         "url": "https://example.com/hooks/backline",
                     *         "events": [
                     *           "run.completed",
                     *           "run.failed",
                     *           "run.canceled",
                     *           "batch.finished"
                     *         ],
                     *         "enabled": true,
                     *         "disabled_reason": null,
                     *         "exhausted_deliveries": 0,
                     *         "previous_secret_until": null,
                     *         "created_at": "2026-11-22T13:20:17.096Z",
                     *         "updated_at": "2026-11-22T13:20:17.096Z"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s="
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        webhook: components["schemas"]["Webhook"];
                        /**
                         * @description Signs the messages, as the Standard Webhooks specification has it. Shown this once.
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=
                         */
                        secret: string;
                    };
                };
            };
            /** @description - `validation_failed`: A field, a parameter or an unknown key is wrong: `issues` lists all that is, `field` names the first. */
            400: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "validation_failed";
                    };
                };
            };
            /** @description - `unauthorized`: Send a valid key in `x-api-key` or as `Authorization: Bearer`, not in both. */
            401: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "www-authenticate": components["headers"]["WwwAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
            /** @description - `webhook_not_found`: GET /api/webhooks lists the account's webhooks. */
            404: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "webhook_not_found";
                    };
                };
            };
            /** @description - `rate_limited`: This key made too many requests: ask again after `Retry-After`. */
            429: {
                headers: {
                    "retry-after": components["headers"]["RetryAfter"];
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "ratelimit-policy": components["headers"]["RateLimitPolicy"];
                    ratelimit: components["headers"]["RateLimit"];
                    "x-bookmark": components["headers"]["Bookmark"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description - `internal_error`: Our fault. Try again, and tell us the `request_id` if it stays. */
            500: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    onRunCompleted: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt and replay: handle each once. */
                "webhook-id": string;
                /** @description When this attempt was made, Unix seconds. Refuse old ones. */
                "webhook-timestamp": string;
                /** @description `v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several, separated by spaces, while a secret is rotated. One that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "run.completed";
                    /**
                     * Format: date-time
                     * @description When it happened.
                     */
                    timestamp: string;
                    data: components["schemas"]["EndedRun"];
                };
            };
        };
        responses: {
            /** @description Nothing more is wanted, ever: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, redirects included, is tried again later; Retry-After is honoured. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRunFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt and replay: handle each once. */
                "webhook-id": string;
                /** @description When this attempt was made, Unix seconds. Refuse old ones. */
                "webhook-timestamp": string;
                /** @description `v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several, separated by spaces, while a secret is rotated. One that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "run.failed";
                    /**
                     * Format: date-time
                     * @description When it happened.
                     */
                    timestamp: string;
                    data: components["schemas"]["EndedRun"];
                };
            };
        };
        responses: {
            /** @description Nothing more is wanted, ever: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, redirects included, is tried again later; Retry-After is honoured. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onRunCanceled: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt and replay: handle each once. */
                "webhook-id": string;
                /** @description When this attempt was made, Unix seconds. Refuse old ones. */
                "webhook-timestamp": string;
                /** @description `v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several, separated by spaces, while a secret is rotated. One that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "run.canceled";
                    /**
                     * Format: date-time
                     * @description When it happened.
                     */
                    timestamp: string;
                    data: components["schemas"]["EndedRun"];
                };
            };
        };
        responses: {
            /** @description Nothing more is wanted, ever: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, redirects included, is tried again later; Retry-After is honoured. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onBatchFinished: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt and replay: handle each once. */
                "webhook-id": string;
                /** @description When this attempt was made, Unix seconds. Refuse old ones. */
                "webhook-timestamp": string;
                /** @description `v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several, separated by spaces, while a secret is rotated. One that fits is enough. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "batch.finished";
                    /**
                     * Format: date-time
                     * @description When it happened.
                     */
                    timestamp: string;
                    data: components["schemas"]["EndedBatch"];
                };
            };
        };
        responses: {
            /** @description Nothing more is wanted, ever: the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Anything else, redirects included, is tried again later; Retry-After is honoured. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}

/** The values of RunPart.status. */
export const RUN_STATUSES = ["QUEUED","EXECUTING","REATTEMPTING","COMPLETED","FAILED","CANCELED","TIMED_OUT"] as const;

/** The values of CreateContent.caption_length. */
export const CAPTION_LENGTHS = ["short","medium","long","none"] as const;

/** The values of CreateContent.duration. */
export const DURATIONS = [8,15,30,60] as const;

/** The values of CreateContent.lyrics. */
export const LYRICS_STYLES = ["off","line","highlight","pop","fill","word","pill"] as const;

/** The values of CreateWebhook.events. */
export const WEBHOOK_EVENTS = ["run.completed","run.failed","run.canceled","batch.finished"] as const;
