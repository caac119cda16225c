-- The field's own words: what was tidied is cleaned up, what was loose is orphaned, what a batch is made from is a snapshot.
ALTER TABLE `loose_files` RENAME TO `orphaned_files`;--> statement-breakpoint
DROP INDEX `loose_files_due`;--> statement-breakpoint
CREATE INDEX `orphaned_files_due` ON `orphaned_files` (`due_at`);--> statement-breakpoint
ALTER TABLE `batches` RENAME COLUMN `material` TO `snapshot`;--> statement-breakpoint
ALTER TABLE `runs` RENAME COLUMN `tidied_at` TO `cleaned_up_at`;--> statement-breakpoint
DROP INDEX `runs_tidied_finished`;--> statement-breakpoint
CREATE INDEX `runs_cleaned_up_finished` ON `runs` (`cleaned_up_at`,`finished_at`);
