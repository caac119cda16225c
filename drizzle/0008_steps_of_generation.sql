CREATE INDEX `steps_of_generation` ON `steps` (`generation_id`) WHERE generation_id IS NOT NULL;--> statement-breakpoint
DROP INDEX `steps_generation`;