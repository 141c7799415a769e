-- When a file that was in the catalogue is removed: after the last URL of it has expired. Null for one
-- that is being made.
alter table uncatalogued_file add column remove_after timestamptz;
