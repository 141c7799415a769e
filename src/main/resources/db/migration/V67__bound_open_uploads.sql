-- An account has at most this many open uploads; null if they have to be counted. Each opening raises
-- it, and when it reaches the limit, the uploads are counted and it is corrected. Before, each opening
-- counted them. While replicas of the previous version run, what they open isn't in it, so an account
-- may exceed its limit by that until the next count.
alter table account
  add column open_uploads_at_most bigint check (open_uploads_at_most >= 0);
