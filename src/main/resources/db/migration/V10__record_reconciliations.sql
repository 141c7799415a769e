-- The order of the bucket's listing is that of bytes.
alter table video alter column object_key type text collate "C";

-- Each comparison of bucket and catalogue: asked for, under way, or over.
create table reconciliation (
  id bigint generated always as identity primary key,
  cause text not null check (cause in ('START', 'SCHEDULE', 'RECONNECT', 'DEMAND')),
  asked_by text not null,
  asked_at timestamptz not null,
  mode text not null check (mode in ('REPORT', 'REPAIR')),
  -- Every object is asked for, not just listed.
  deep boolean not null,
  -- So many rows whose object is gone somebody has seen, and agreed to have marked.
  gone_allowed bigint not null check (gone_allowed >= 0),
  state text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'HELD')),
  started_at timestamptz,
  ended_at timestamptz,
  -- Whose it is, and until when nobody else may go on with it.
  holder text,
  lease_until timestamptz,
  -- Everything up to here has been compared; and whether that is everything.
  position text collate "C",
  compared boolean not null default false,
  objects bigint not null default 0,
  agreed bigint not null default 0,
  missed bigint not null default 0,
  orphan bigint not null default 0,
  gone bigint not null default 0,
  changed bigint not null default 0,
  unwanted bigint not null default 0,
  repaired bigint not null default 0,
  -- Why it waits, or why it was held.
  problem text,
  check ((ended_at is not null) = (state in ('DONE', 'HELD'))),
  check ((holder is not null) = (state = 'RUNNING'))
);

-- One at a time, whoever is fastest.
create unique index reconciliation_running on reconciliation (state) where state = 'RUNNING';
-- What the application asks for by itself need not wait twice.
create unique index reconciliation_waiting on reconciliation (asked_by)
  where state = 'WAITING' and cause <> 'DEMAND';

-- What the comparison found.
create table drift (
  id bigint generated always as identity primary key,
  reconciliation_id bigint not null references reconciliation on delete cascade,
  kind text not null check (kind in ('MISSED', 'ORPHAN', 'GONE', 'CHANGED', 'UNWANTED')),
  object_key text not null,
  video_id text collate "C",
  outcome text not null check (outcome in ('PENDING', 'REPORTED', 'REPAIRED', 'SETTLED', 'FAILED')),
  detail text,
  found_at timestamptz not null
);

create index drift_newest on drift (reconciliation_id, id);
create index drift_reconciliation on drift (reconciliation_id, kind, id);
-- What is still to be looked at when the bucket has been read.
create index drift_pending on drift (reconciliation_id, id) where outcome = 'PENDING';
