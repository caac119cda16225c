-- A run's steps move into its own row. The version of before still writes to the table `steps` for some moments, so that is
-- kept, and what is written there is copied; a later migration drops it.
ALTER TABLE `generations` ADD `waiters` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `steps` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `outputs` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `due_at` integer;--> statement-breakpoint
UPDATE `runs` SET
  `steps` = (SELECT json_group_object(steps.name, json_object('status', steps.status, 'fence', steps.fence, 'leaseUntil', steps.lease_until, 'failures', steps.failures, 'dueAt', steps.due_at, 'generationId', steps.generation_id, 'note', steps.note, 'error', json(steps.error), 'fraction', steps.fraction, 'startedAt', steps.started_at, 'finishedAt', steps.finished_at)) FROM steps WHERE steps.run_id = runs.id),
  `outputs` = (SELECT json_group_object(steps.name, json(steps.output)) FROM steps WHERE steps.run_id = runs.id AND steps.output IS NOT NULL),
  `due_at` = CASE WHEN `status` IN ('QUEUED', 'EXECUTING', 'REATTEMPTING') THEN `created_at` END
WHERE EXISTS (SELECT 1 FROM steps WHERE steps.run_id = runs.id);--> statement-breakpoint
UPDATE `generations` SET `waiters` = (SELECT json_group_array(run_id) FROM (SELECT DISTINCT steps.run_id FROM steps JOIN runs ON runs.id = steps.run_id
  WHERE steps.generation_id = generations.id AND steps.status = 'waiting' AND runs.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING')))
WHERE `status` IN ('pending', 'submitting', 'submitted');--> statement-breakpoint
CREATE TRIGGER `steps_added` AFTER INSERT ON `steps` BEGIN
  UPDATE `runs` SET
    `steps` = json_set(`steps`, '$."' || NEW.name || '"', json_object('status', NEW.status, 'fence', NEW.fence, 'leaseUntil', NEW.lease_until, 'failures', NEW.failures, 'dueAt', NEW.due_at, 'generationId', NEW.generation_id, 'note', NEW.note, 'error', json(NEW.error), 'fraction', NEW.fraction, 'startedAt', NEW.started_at, 'finishedAt', NEW.finished_at)),
    `outputs` = CASE WHEN NEW.output IS NULL THEN json_remove(`outputs`, '$."' || NEW.name || '"')
      ELSE json_set(`outputs`, '$."' || NEW.name || '"', json(NEW.output)) END,
    `due_at` = CASE WHEN NEW.status IN ('ready', 'running') THEN min(coalesce(`due_at`, NEW.due_at), NEW.due_at) ELSE `due_at` END
  WHERE `id` = NEW.run_id;
  UPDATE `generations` SET `waiters` = json_insert(`waiters`, '$[#]', NEW.run_id)
  WHERE `id` = NEW.generation_id AND NEW.status = 'waiting' AND NOT EXISTS (SELECT 1 FROM json_each(`waiters`) WHERE value = NEW.run_id);
END;--> statement-breakpoint
CREATE TRIGGER `steps_changed` AFTER UPDATE ON `steps` BEGIN
  UPDATE `runs` SET
    `steps` = json_set(`steps`, '$."' || NEW.name || '"', json_object('status', NEW.status, 'fence', NEW.fence, 'leaseUntil', NEW.lease_until, 'failures', NEW.failures, 'dueAt', NEW.due_at, 'generationId', NEW.generation_id, 'note', NEW.note, 'error', json(NEW.error), 'fraction', NEW.fraction, 'startedAt', NEW.started_at, 'finishedAt', NEW.finished_at)),
    `outputs` = CASE WHEN NEW.output IS NULL THEN json_remove(`outputs`, '$."' || NEW.name || '"')
      ELSE json_set(`outputs`, '$."' || NEW.name || '"', json(NEW.output)) END,
    `due_at` = CASE WHEN NEW.status IN ('ready', 'running') THEN min(coalesce(`due_at`, NEW.due_at), NEW.due_at) ELSE `due_at` END
  WHERE `id` = NEW.run_id;
  UPDATE `generations` SET `waiters` = json_insert(`waiters`, '$[#]', NEW.run_id)
  WHERE `id` = NEW.generation_id AND NEW.status = 'waiting' AND NOT EXISTS (SELECT 1 FROM json_each(`waiters`) WHERE value = NEW.run_id);
END;--> statement-breakpoint
DROP INDEX `runs_cleaned_up_finished`;--> statement-breakpoint
CREATE INDEX `runs_to_clean_up` ON `runs` (`finished_at`) WHERE finished_at IS NOT NULL AND cleaned_up_at IS NULL;--> statement-breakpoint
CREATE INDEX `runs_due` ON `runs` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
DROP INDEX `generations_due`;--> statement-breakpoint
CREATE INDEX `generations_unheard` ON `generations` (`due_at`) WHERE finished_at IS NOT NULL AND waiters <> '[]';--> statement-breakpoint
CREATE INDEX `generations_due` ON `generations` (`due_at`) WHERE finished_at IS NULL;
