-- Public keys with which accounts log in over SFTP. They are no secrets.
create table ssh_key (
  id text collate "C" primary key check (id ~ '^[a-z2-7]{26}$'),
  account text not null references account,
  name text not null check (char_length(name) between 1 and 255),
  -- SHA-256 of the key, as OpenSSH shows it. A key belongs to one account.
  fingerprint text collate "C" not null unique check (fingerprint ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
  type text not null,
  -- The key itself, as in authorized_keys without the comment.
  public_key text not null,
  created_at timestamptz not null,
  -- To the minute: not every login writes.
  last_used_at timestamptz
);

create index ssh_key_account on ssh_key (account, created_at desc, id desc);
