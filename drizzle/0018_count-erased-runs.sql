-- What a run did cost stays counted when its row goes, and is known to come from such.
CREATE TRIGGER runs_counted_when_erased AFTER DELETE ON runs
BEGIN
  UPDATE account_months SET erased_micros = erased_micros + OLD.charged_micros
  WHERE account_id = OLD.account_id AND month = strftime('%Y-%m', OLD.created_at / 1000, 'unixepoch');
END;
