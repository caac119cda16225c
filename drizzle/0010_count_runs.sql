-- What the counters in account_months begin with.
UPDATE runs SET reserved_micros = reserved_micros
  + (SELECT coalesce(sum(wasted_micros), 0) FROM generations WHERE generations.run_id = runs.id)
WHERE status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');
--> statement-breakpoint
INSERT INTO account_months (account_id, month, active_runs, reserved_micros, charged_micros)
SELECT account_id, strftime('%Y-%m', created_at / 1000, 'unixepoch'), sum(status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING')),
  sum(iif(status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), reserved_micros, 0)),
  sum(iif(status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), 0, charged_micros))
FROM runs GROUP BY 1, 2;
--> statement-breakpoint
CREATE TRIGGER runs_counted_when_made AFTER INSERT ON runs
BEGIN
  INSERT INTO account_months (account_id, month, active_runs, reserved_micros, charged_micros)
  VALUES (NEW.account_id, strftime('%Y-%m', NEW.created_at / 1000, 'unixepoch'), NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'),
    iif(NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), NEW.reserved_micros, 0),
    iif(NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), 0, NEW.charged_micros))
  ON CONFLICT (account_id, month) DO UPDATE SET
    active_runs = active_runs + excluded.active_runs,
    reserved_micros = reserved_micros + excluded.reserved_micros,
    charged_micros = charged_micros + excluded.charged_micros;
END;
--> statement-breakpoint
-- Only where it changes what is counted: a row that is written is billed.
CREATE TRIGGER runs_counted_when_changed AFTER UPDATE OF status, reserved_micros, charged_micros ON runs
WHEN (OLD.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING')) <> (NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'))
  OR (NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING') AND OLD.reserved_micros <> NEW.reserved_micros)
  OR (NEW.status NOT IN ('QUEUED', 'EXECUTING', 'REATTEMPTING') AND OLD.charged_micros <> NEW.charged_micros)
BEGIN
  UPDATE account_months SET
    active_runs = active_runs
      + (NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING')) - (OLD.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING')),
    reserved_micros = reserved_micros
      + iif(NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), NEW.reserved_micros, 0)
      - iif(OLD.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), OLD.reserved_micros, 0),
    charged_micros = charged_micros
      + iif(NEW.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), 0, NEW.charged_micros)
      - iif(OLD.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'), 0, OLD.charged_micros)
  WHERE account_id = NEW.account_id AND month = strftime('%Y-%m', NEW.created_at / 1000, 'unixepoch');
END;
--> statement-breakpoint
-- What an attempt wasted comes on top of what a run was expected to cost.
CREATE TRIGGER waste_reserved AFTER UPDATE OF wasted_micros, run_id ON generations
WHEN OLD.wasted_micros <> NEW.wasted_micros OR OLD.run_id <> NEW.run_id
BEGIN
  UPDATE runs SET reserved_micros = reserved_micros - OLD.wasted_micros
  WHERE id = OLD.run_id AND OLD.run_id <> NEW.run_id AND status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');
  UPDATE runs SET reserved_micros = reserved_micros + NEW.wasted_micros - iif(OLD.run_id = NEW.run_id, OLD.wasted_micros, 0)
  WHERE id = NEW.run_id AND status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING');
END;
