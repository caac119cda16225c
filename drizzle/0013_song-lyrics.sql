CREATE TABLE `song_lyrics` (
	`song_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`source` text NOT NULL,
	`format` text,
	`words_hash` text NOT NULL,
	`lines` text NOT NULL,
	`warnings` text NOT NULL,
	`corrections` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`song_id`) REFERENCES `songs`(`id`) ON UPDATE no action ON DELETE cascade
);
