DROP INDEX `runs_account_created`;--> statement-breakpoint
DROP INDEX `runs_account_artist`;--> statement-breakpoint
DROP INDEX `runs_unsuccessful`;--> statement-breakpoint
ALTER TABLE `runs` ADD `deleted_at` integer;--> statement-breakpoint
CREATE INDEX `runs_deleted` ON `runs` (`account_id`,`artist_id`,`created_at`) WHERE deleted_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_account_created` ON `runs` (`account_id`,`created_at`,`id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `runs_account_artist` ON `runs` (`account_id`,`artist_id`,`created_at`,`id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `runs_unsuccessful` ON `runs` (`account_id`,`created_at`,`id`) WHERE status IN ('FAILED', 'CANCELED', 'TIMED_OUT') AND deleted_at IS NULL;