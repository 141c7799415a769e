-- Only the hash of a token is kept.
create table api_token (
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  account text not null references account,
  name text not null check (char_length(name) between 1 and 255),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  -- To the minute: not every request writes.
  last_used_at timestamptz
);

create index api_token_account_newest on api_token (account, created_at desc, id desc);
create index api_token_expiry on api_token (expires_at);
