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
ALTER TABLE `generations` ADD `expected_micros` integer DEFAULT 0 NOT NULL;