-- Lists the jobs of one account. A build that was interrupted leaves an invalid index, which is dropped
-- first.
drop index concurrently if exists bulk_job_only_owner;
create index concurrently bulk_job_only_owner on bulk_job (only_owner, id)
  where only_owner is not null;
