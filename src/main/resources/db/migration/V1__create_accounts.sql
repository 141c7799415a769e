-- Names never change: uploads, videos and the objects' own metadata carry them.
create table account (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  password_hash text not null,
  role text not null check (role in ('VIEWER', 'CREATOR', 'ADMIN')),
  demo boolean not null,
  created_at timestamptz not null
);

-- Only the hash of a session's token is kept.
create table login_session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  account text not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index login_session_expiry on login_session (expires_at);

create table login_failure (
  id bigint generated always as identity primary key,
  account text not null,
  address text not null,
  failed_at timestamptz not null
);

create index login_failure_address on login_failure (address, failed_at);
