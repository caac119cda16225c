ALTER TABLE `runs` ADD `waits_for` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `waits_since` integer;