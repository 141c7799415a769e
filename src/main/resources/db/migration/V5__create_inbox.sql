create table notification (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  transport text not null,
  body bytea not null,
  state text not null check (state in ('RECEIVED', 'APPLIED', 'SUPERSEDED', 'DEAD')),
  reason text check (reason is not null or state <> 'DEAD'),
  tries integer not null check (tries >= 0),
  failures integer not null check (failures between 0 and tries),
  next_try_at timestamptz not null,
  settled_at timestamptz check ((settled_at is null) = (state = 'RECEIVED'))
);

-- What is still to be done is a small part of the table.
create index notification_due on notification (next_try_at) where state = 'RECEIVED';
