create table upload (
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  owner text not null references account,
  status text not null check (status in ('OPEN', 'STORED', 'ABORTED', 'EXPIRED')),
  file_name text not null check (char_length(file_name) between 1 and 255),
  title text not null check (char_length(title) between 1 and 255),
  content_type text not null,
  size bigint not null check (size > 0),
  -- base64 of 32 bytes
  checksum_sha256 text check (char_length(checksum_sha256) = 44),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  version integer not null
);

create index upload_owner_newest on upload (owner, status, created_at desc, id desc);

-- One row an upload, from its opening until its bytes are gone: the quota in use is their sum.
create table reservation (
  upload_id text collate "C" primary key references upload,
  owner text not null references account,
  bytes bigint not null check (bytes >= 0),
  created_at timestamptz not null
);

create index reservation_owner on reservation (owner) include (bytes);
