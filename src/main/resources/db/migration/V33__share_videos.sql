-- Links that let people watch one video. The id is that of a video, or of an upload that becomes it.
create table share_link (
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  video_id text collate "C" not null check (video_id ~ '^[a-z2-7]{26}$'),
  -- Opens the link. Only the hash is kept.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- The token again, encrypted with a key that is not in the database, so that it can be copied later.
  sealed_token text not null,
  label text check (char_length(label) between 1 and 255),
  password_hash text,
  download_allowed boolean not null,
  max_uses integer check (max_uses > 0),
  uses integer not null default 0 check (uses >= 0 and (max_uses is null or uses <= max_uses)),
  created_by text not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);

create index share_link_video_newest on share_link (video_id, created_at desc, id desc);
create index share_link_expiry on share_link (expires_at);
create index share_link_creator on share_link (created_by);

-- A browser that has opened a link. The end of the link ends its grants.
create table share_grant (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  link_id text collate "C" not null references share_link on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);

create index share_grant_link_newest on share_grant (link_id, created_at desc);
create index share_grant_expiry on share_grant (expires_at);
