DROP INDEX `runs_account_status_created`;--> statement-breakpoint
DROP INDEX `runs_active`;--> statement-breakpoint
DROP INDEX `runs_deadline`;--> statement-breakpoint
ALTER TABLE `runs` ADD `archived` text;--> statement-breakpoint
CREATE INDEX `runs_to_archive` ON `runs` (`finished_at`) WHERE cleaned_up_at IS NOT NULL AND archived IS NULL;--> statement-breakpoint
CREATE INDEX `runs_account_artist` ON `runs` (`account_id`,`artist_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_unsuccessful` ON `runs` (`account_id`,`created_at`,`id`) WHERE status IN ('FAILED', 'CANCELED', 'TIMED_OUT');--> statement-breakpoint
CREATE INDEX `runs_active` ON `runs` (`account_id`,`created_at`,`id`) WHERE status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');--> statement-breakpoint
CREATE INDEX `runs_deadline` ON `runs` (`deadline_at`) WHERE finished_at IS NULL;--> statement-breakpoint
ALTER TABLE `generations` ADD `song_id` text;--> statement-breakpoint
CREATE INDEX `generations_song` ON `generations` (`song_id`) WHERE song_id IS NOT NULL;--> statement-breakpoint
-- What every run of a song asks the same for, its runs archived: nobody can ask for it when the song is gone.
CREATE TRIGGER `songs_deleted` AFTER DELETE ON `songs` BEGIN
  DELETE FROM `generations` WHERE `song_id` = OLD.id;
END;
