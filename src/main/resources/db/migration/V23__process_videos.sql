alter table video
  -- What the probe found besides the reason, such as the codec that isn't allowed.
  add column rejection_detail text,
  -- The transfer function of a picture with high dynamic range.
  add column hdr text,
  -- When the probe's result was written; null if the file has not been probed.
  add column probed_at timestamptz;

-- What is done with the file of a video, for people and for the worker. One row for each video and
-- kind: a job that is requested again is the next run of the same row.
create table media_job (
  id bigint generated always as identity primary key,
  video_id text collate "C" not null references video,
  kind text not null check (kind in ('PROBE')),
  run integer not null check (run > 0),
  -- New uploads come before files that were stored long ago.
  priority integer not null,
  state text not null check (state in ('QUEUED', 'RUNNING', 'DONE', 'DEAD')),
  -- Failed attempts of this run; outages don't count.
  failures integer not null default 0 check (failures >= 0),
  -- Latest attempts without a result, because the process ended.
  interruptions integer not null default 0 check (interruptions >= 0),
  -- All attempts ever started: identifies the latest one.
  attempts integer not null default 0 check (attempts >= 0),
  -- What the running attempt does, and the share that is done if it is known.
  step text,
  percent integer check (percent between 0 and 100),
  -- Why it is dead, or why the last attempt did not finish.
  problem text,
  -- The process of the latest attempt.
  worker text,
  -- The account that requested the run; null if the upload did.
  requested_by text,
  queued_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- An administrator dismissed the dead job: the application doesn't queue it again.
  dismissed boolean not null default false,
  -- When the next attempt is due.
  next_attempt_at timestamptz,
  unique (video_id, kind),
  check ((ended_at is not null) = (state in ('DONE', 'DEAD'))),
  check ((next_attempt_at is not null) = (state = 'QUEUED'))
);

create index media_job_state on media_job (state, id desc);
create index media_job_unfinished on media_job (queued_at) include (state, priority)
  where state in ('QUEUED', 'RUNNING');

-- The queue from which workers take jobs, with the columns that db-scheduler requires.
create table media_job_schedule (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index media_job_schedule_due on media_job_schedule (priority desc, execution_time);
create index media_job_schedule_heartbeat on media_job_schedule (last_heartbeat);
