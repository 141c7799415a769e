-- An upper bound of an account's open uploads; null if they have not been counted. Each opening raises
-- it. When it exceeds the limit, the uploads are counted and the bound is corrected. Replicas of earlier
-- versions don't raise it, so an account may exceed its limit until the next count after they have run.
alter table account
  add column open_uploads_at_most bigint check (open_uploads_at_most >= 0);
