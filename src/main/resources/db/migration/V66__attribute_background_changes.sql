-- The address of the administrator who began or resumed it, for the audit entries of the videos. Null if it was
-- begun by an earlier version.
alter table bulk_job add column requested_from text;
alter table account_removal add column requested_from text;

-- When the job began or continued to change videos, and how many it had worked on before, from which the
-- remaining time follows.
alter table bulk_job add column running_since timestamptz;
alter table bulk_job add column done_before bigint not null default 0 check (done_before >= 0);
