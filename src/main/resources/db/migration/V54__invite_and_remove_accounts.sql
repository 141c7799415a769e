-- Accounts are listed by name and found by the beginning of it, whatever the database's language is.
create index account_name_prefix on account (name collate "C");

-- The link with which a person chooses a password. A new one replaces the one before.
create table account_invitation (
  account text primary key references account,
  -- Opens the link. Only the hash is kept.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);

-- What is left to do after the removal of an account, in small steps.
create table account_removal (
  account text primary key references account,
  videos text not null check (videos in ('MOVE', 'TRASH', 'KEEP')),
  new_owner text references account,
  requested_by text not null,
  requested_at timestamptz not null,
  -- Videos and uploads that were changed so far.
  changed bigint not null default 0 check (changed >= 0),
  finished_at timestamptz,
  check ((videos = 'MOVE') = (new_owner is not null)),
  check (new_owner <> account)
);

create index account_removal_unfinished on account_removal (requested_at) where finished_at is null;
