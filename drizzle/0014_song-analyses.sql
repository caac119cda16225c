CREATE TABLE `song_analyses` (
	`song_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`analysis` text NOT NULL,
	FOREIGN KEY (`song_id`) REFERENCES `songs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `songs` ADD `mix` text DEFAULT 'as is' NOT NULL;