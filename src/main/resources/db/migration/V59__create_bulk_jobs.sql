-- A change of many videos, which replicas perform in small transactions.
create table bulk_job (
  id bigint generated always as identity primary key,
  action text not null
    check (action in ('DELETE', 'RESTORE', 'RETRY', 'PROBE', 'VISIBILITY', 'OWNER')),
  -- The new visibility or owner.
  parameter text,
  -- The query string that selects the videos; null if they were named.
  filter text,
  -- The job that this one undoes. A job can be undone once.
  undo_of bigint unique references bulk_job on delete set null,
  requested_by text not null,
  requested_at timestamptz not null,
  state text not null check (state in ('COLLECTING', 'RUNNING', 'STOPPED', 'DONE', 'FAILED')),
  -- Whether all items are in the table, and if not, after which position the collection continues.
  collected boolean not null,
  collected_until text,
  -- The last item that was worked on. Items are worked on in the order of their ids.
  position text collate "C" not null default '',
  matched bigint not null default 0 check (matched >= 0),
  changed bigint not null default 0 check (changed >= 0),
  skipped bigint not null default 0 check (skipped >= 0),
  failed bigint not null default 0 check (failed >= 0),
  -- The worker that works on the job, and until when no other one may.
  holder text,
  lease_until timestamptz not null,
  -- Steps in succession that failed.
  failures integer not null default 0 check (failures >= 0),
  progressed_at timestamptz not null,
  ended_at timestamptz,
  problem text,
  check ((action in ('VISIBILITY', 'OWNER')) = (parameter is not null)),
  check ((state in ('COLLECTING', 'RUNNING')) = (ended_at is null)),
  check (changed + skipped + failed <= matched)
);

create index bulk_job_open on bulk_job (progressed_at) where ended_at is null;
create index bulk_job_ended on bulk_job (ended_at) where ended_at is not null;

create table bulk_job_item (
  job_id bigint not null references bulk_job,
  video_id text collate "C" not null,
  -- Null until the job has worked on it.
  outcome text check (outcome in ('CHANGED', 'SKIPPED', 'FAILED')),
  -- What the job replaced, and by what, so that it can be undone.
  former_value text,
  new_value text,
  -- Why the video was not changed, for people.
  reason text,
  primary key (job_id, video_id)
);

create index bulk_job_item_reason on bulk_job_item (job_id, video_id) where reason is not null;
