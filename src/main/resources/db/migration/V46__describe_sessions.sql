-- What an account needs to recognise its sessions and to end one, and when a session was last used.
-- Adding the id rewrites the table, which has a row for each login of the last days.
alter table login_session
  -- Rows of the previous version get an id as well: 26 characters, whose last has
  -- two bits of padding.
  add column id text collate "C" not null
    default left(translate(replace(gen_random_uuid()::text, '-', ''), '0189', 'wxyz'), 25) || 'a'
    unique check (id ~ '^[a-z2-7]{26}$'),
  -- Accurate to five minutes: not every request writes.
  add column last_used_at timestamptz not null default now(),
  -- Null for sessions of the previous version.
  add column method text,
  add column user_agent text check (char_length(user_agent) between 1 and 255),
  add column address text;
