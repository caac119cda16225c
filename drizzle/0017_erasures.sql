CREATE TABLE `erasures` (
	`artist_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`completed_at` integer,
	`due_at` integer,
	`removed_runs` integer DEFAULT 0 NOT NULL,
	`removed_files` integer DEFAULT 0 NOT NULL,
	`removed_songs` integer DEFAULT 0 NOT NULL,
	`removed_references` integer DEFAULT 0 NOT NULL,
	`removed_generations` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `erasures_due` ON `erasures` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `account_months` ADD `erased_micros` integer DEFAULT 0 NOT NULL;