alter table upload
  -- Null where one PUT carries the file.
  add column part_size bigint check (part_size between 5242880 and 5368709120),
  add column part_checksums boolean not null default false,
  -- The store's own id, as long as the store may hold parts.
  add column multipart_id text,
  add column fingerprint text check (char_length(fingerprint) between 1 and 100),
  add column idempotency_key text check (char_length(idempotency_key) between 1 and 64);

create unique index upload_idempotency on upload (owner, idempotency_key)
  where idempotency_key is not null;

-- For the sweep: what may have to be given up, and what the store may still hold parts of.
create index upload_due on upload (expires_at, id) where status = 'OPEN';
create index upload_leftover on upload (expires_at, id)
  where status <> 'OPEN' and multipart_id is not null;

-- What was signed for each part, since not every store lists its checksums.
create table upload_part (
  upload_id text collate "C" not null references upload,
  number integer not null check (number between 1 and 10000),
  checksum_sha256 bytea check (octet_length(checksum_sha256) = 32),
  -- Another checksum was signed before: which bytes the store has, it alone can tell.
  signed_anew boolean not null default false,
  primary key (upload_id, number)
);
