create table video (
  -- Byte order, as Java compares: listings are merged and paged by it.
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  bucket text not null,
  object_key text not null,
  generation integer not null check (generation > 0),
  latest boolean not null,
  upload_id text collate "C" references upload,
  owner text references account,
  title text not null,
  file_name text not null,
  status text not null check (status in ('PROCESSING', 'READY', 'REJECTED', 'DELETED')),
  rejection text check ((rejection is not null) = (status = 'REJECTED') or status = 'DELETED'),
  visibility text not null check (visibility in ('PRIVATE', 'UNLISTED', 'PUBLIC')),
  size bigint not null check (size >= 0),
  etag text not null,
  declared_type text,
  container text,
  media_type text,
  video_codec text,
  audio_codec text,
  width integer,
  height integer,
  rotation integer,
  frame_rate double precision,
  duration_millis bigint,
  bit_rate bigint,
  checksum_sha256 text,
  checksum_type text check (checksum_type in ('FULL_OBJECT', 'COMPOSITE')),
  stored_at timestamptz not null,
  stored_by text not null check (stored_by in ('NOTIFICATION', 'COMPLETION', 'RECONCILE')),
  catalogued_at timestamptz not null,
  missing_since timestamptz,
  delete_after timestamptz,
  version integer not null,
  unique (bucket, object_key, generation)
);

-- An object has one current row, whoever is fastest.
create unique index video_latest on video (bucket, object_key) where latest;

-- The listings: each in the order in which a page reads it.
create index video_newest on video (stored_at desc, id desc) where latest;
create index video_owner_newest on video (owner, stored_at desc, id desc) where latest;
create index video_owner_status_newest
  on video (owner, status, stored_at desc, id desc) where latest;
create index video_status_newest on video (status, stored_at desc, id desc) where latest;
create index video_public_newest on video (stored_at desc, id desc)
  where latest and visibility = 'PUBLIC' and status = 'READY'
    and missing_since is null and delete_after is null;
create index video_upload on video (upload_id);
