-- Runs of the lab that send the same file in several ways, with what was measured.
create table lab_comparison (
  id text collate "C" primary key,
  started_by text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  status text not null check (status in ('RUNNING', 'DONE', 'STOPPED', 'FAILED')),
  file_size bigint not null check (file_size > 0),
  -- What it runs on: runs on other stores can't be compared.
  store text not null,
  -- What is under way, and the share that is done.
  step text not null,
  percent smallint not null default 0 check (percent between 0 and 100),
  -- Why it failed.
  problem text,
  stop_requested boolean not null default false,
  -- The process that runs it is alive at that time.
  seen_at timestamptz not null,
  -- JSON.
  results text,
  check ((ended_at is not null) = (status <> 'RUNNING'))
);

-- One at a time, on all replicas.
create unique index lab_comparison_running on lab_comparison (status) where status = 'RUNNING';
create index lab_comparison_newest on lab_comparison (started_at desc, id desc);
