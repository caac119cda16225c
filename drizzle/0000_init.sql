CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_account` ON `api_keys` (`account_id`);--> statement-breakpoint
CREATE TABLE `artists` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`image` text,
	`face_guide` text,
	`notes` text DEFAULT '' NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `artists_account_slug` ON `artists` (`account_id`,`slug`);--> statement-breakpoint
CREATE TABLE `batches` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`seed` integer NOT NULL,
	`size` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `generations` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`account_id` text NOT NULL,
	`run_id` text NOT NULL,
	`step` text NOT NULL,
	`model` text NOT NULL,
	`input` text NOT NULL,
	`status` text NOT NULL,
	`attempt` integer DEFAULT 0 NOT NULL,
	`submits` integer DEFAULT 0 NOT NULL,
	`request_id` text,
	`fence` integer DEFAULT 0 NOT NULL,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`called_back_at` integer DEFAULT 0 NOT NULL,
	`submitted_at` integer,
	`deadline_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`output` text,
	`error` text,
	`cost_micros` integer DEFAULT 0 NOT NULL,
	`wasted_micros` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `generations_key` ON `generations` (`key`);--> statement-breakpoint
CREATE INDEX `generations_run` ON `generations` (`run_id`);--> statement-breakpoint
CREATE INDEX `generations_status_due` ON `generations` (`status`,`due_at`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`batch_id` text NOT NULL,
	`artist_id` text NOT NULL,
	`song_id` text NOT NULL,
	`status` text NOT NULL,
	`request` text NOT NULL,
	`choices` text NOT NULL,
	`seed` integer NOT NULL,
	`is_test` integer NOT NULL,
	`output` text,
	`error` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`deadline_at` integer NOT NULL,
	`tidied_at` integer,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `runs_tidied_finished` ON `runs` (`tidied_at`,`finished_at`);--> statement-breakpoint
CREATE INDEX `runs_account_created` ON `runs` (`account_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_batch` ON `runs` (`batch_id`);--> statement-breakpoint
CREATE INDEX `runs_status_deadline` ON `runs` (`status`,`deadline_at`);--> statement-breakpoint
CREATE TABLE `socials` (
	`id` text PRIMARY KEY NOT NULL,
	`artist_id` text NOT NULL,
	`platform` text NOT NULL,
	`username` text NOT NULL,
	`profile_url` text NOT NULL,
	FOREIGN KEY (`artist_id`) REFERENCES `artists`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `socials_artist` ON `socials` (`artist_id`);--> statement-breakpoint
CREATE TABLE `songs` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`artist_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`filename` text NOT NULL,
	`audio` text NOT NULL,
	`bytes` integer NOT NULL,
	`duration_seconds` real NOT NULL,
	`loudness` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`artist_id`) REFERENCES `artists`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `songs_artist_slug` ON `songs` (`artist_id`,`slug`);--> statement-breakpoint
CREATE TABLE `steps` (
	`run_id` text NOT NULL,
	`name` text NOT NULL,
	`account_id` text NOT NULL,
	`queue` text NOT NULL,
	`status` text NOT NULL,
	`needs` text NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`due_at` integer DEFAULT 0 NOT NULL,
	`generation_id` text,
	`output` text,
	`error` text,
	`fraction` real DEFAULT 0 NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	PRIMARY KEY(`run_id`, `name`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `steps_generation` ON `steps` (`generation_id`);--> statement-breakpoint
CREATE INDEX `steps_status_due` ON `steps` (`status`,`due_at`);