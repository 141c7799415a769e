-- Counts the unfinished jobs of one account. A build that was interrupted leaves an invalid index, which
-- is dropped first.
drop index concurrently if exists media_job_owner_unfinished;
create index concurrently media_job_owner_unfinished on media_job (owner, priority) include (kind)
  where state in ('QUEUED', 'RUNNING') and priority > 0;
