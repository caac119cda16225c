CREATE TABLE `idempotency_keys` (
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`claim` text NOT NULL,
	`lease_until` integer NOT NULL,
	`status` integer,
	`body` text,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expires` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `loose_files` (
	`ref` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`due_at` integer NOT NULL,
	`doomed` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `loose_files_due` ON `loose_files` (`due_at`);--> statement-breakpoint
CREATE TABLE `template_images` (
	`template_id` text NOT NULL,
	`reference_id` text NOT NULL,
	`image` text NOT NULL,
	PRIMARY KEY(`template_id`, `reference_id`),
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`definition` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `templates_account_name` ON `templates` (`account_id`,`name`);--> statement-breakpoint
DROP INDEX `runs_account_created`;--> statement-breakpoint
ALTER TABLE `runs` ADD `idempotency_key` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `estimate_micros` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `reserved_micros` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `charged_micros` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_active` ON `runs` (`account_id`) WHERE status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');--> statement-breakpoint
CREATE INDEX `runs_account_created` ON `runs` (`account_id`,`created_at`,`id`,`status`,`reserved_micros`,`charged_micros`);--> statement-breakpoint
ALTER TABLE `accounts` ADD `max_active_runs` integer DEFAULT 1000 NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `monthly_limit_micros` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `requests_per_minute` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `batches` ADD `material` text;--> statement-breakpoint
ALTER TABLE `generations` ADD `expected_micros` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `songs` ADD `sha256` text;--> statement-breakpoint
CREATE UNIQUE INDEX `songs_artist_sha256` ON `songs` (`artist_id`,`sha256`);