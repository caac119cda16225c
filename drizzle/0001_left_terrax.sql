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
ALTER TABLE `batches` ADD `material` text;--> statement-breakpoint
ALTER TABLE `songs` ADD `sha256` text;--> statement-breakpoint
CREATE UNIQUE INDEX `songs_artist_sha256` ON `songs` (`artist_id`,`sha256`);