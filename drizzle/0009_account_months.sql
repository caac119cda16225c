CREATE TABLE `account_months` (
	`account_id` text NOT NULL,
	`month` text NOT NULL,
	`active_runs` integer NOT NULL,
	`reserved_micros` integer NOT NULL,
	`charged_micros` integer NOT NULL,
	PRIMARY KEY(`account_id`, `month`)
);
--> statement-breakpoint
DROP INDEX `runs_account_created`;--> statement-breakpoint
CREATE INDEX `runs_account_created` ON `runs` (`account_id`,`created_at`,`id`);