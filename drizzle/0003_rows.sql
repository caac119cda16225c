DROP INDEX `generations_status_due`;--> statement-breakpoint
CREATE INDEX `generations_due` ON `generations` (`due_at`) WHERE status IN ('pending', 'submitting', 'submitted');--> statement-breakpoint
DROP INDEX `runs_status_deadline`;--> statement-breakpoint
CREATE INDEX `runs_deadline` ON `runs` (`deadline_at`) WHERE status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');--> statement-breakpoint
DROP INDEX `steps_status_due`;--> statement-breakpoint
ALTER TABLE `steps` ADD `note` text;--> statement-breakpoint
DROP INDEX `webhook_deliveries_status_next`;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`next_attempt_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_exhausted` ON `webhook_deliveries` (`endpoint_id`) WHERE status = 'exhausted';--> statement-breakpoint
ALTER TABLE `webhook_deliveries` RENAME COLUMN `tries` TO `schedule_position`;
