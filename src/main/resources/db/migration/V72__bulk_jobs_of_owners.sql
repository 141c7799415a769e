-- The account whose videos only a job changes; null for jobs of administrators. Without a default, so
-- no row is written.
alter table bulk_job add column only_owner text;
