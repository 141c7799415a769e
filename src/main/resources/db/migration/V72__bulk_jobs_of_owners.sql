-- Limits a job to the videos of one account; null for all accounts. Without a default, so no row is
-- written.
alter table bulk_job add column only_owner text;
