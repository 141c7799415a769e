-- The account that a job's video belongs to, whose unfinished jobs are counted when the next one is
-- queued. Without a default, so no row is written; earlier jobs don't count.
alter table media_job add column owner text;
