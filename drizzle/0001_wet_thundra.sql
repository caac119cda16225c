ALTER TABLE `runs` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_account_status_created` ON `runs` (`account_id`,`status`,`created_at`,`id`);