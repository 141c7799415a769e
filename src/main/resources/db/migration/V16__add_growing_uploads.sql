alter table upload
  -- The bytes pass through the application, and where they end isn't known yet.
  add column growing boolean not null default false,
  -- The transfer that may add parts. Kept after the end of the growth.
  add column writer text,
  -- The bytes of the file at least, as its container says.
  add column expected_size bigint not null default 0,
  add check (not growing or (writer is not null and part_size is not null));

-- The unfinished files of an account, by name.
create index upload_unfinished_file on upload (owner, file_name)
  where status = 'OPEN' and writer is not null;
