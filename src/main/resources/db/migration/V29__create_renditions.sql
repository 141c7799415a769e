-- Copies of a video for adaptive streaming: fragmented MP4 files in the bucket for derived files. The
-- rows of a video say which objects are current.
create table rendition (
  id text collate "C" primary key,
  video_id text collate "C" not null references video,
  object_key text collate "C" not null unique,
  -- As shown: rotated, with square pixels.
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  frame_rate double precision not null check (frame_rate > 0),
  codecs text not null,
  -- Of the file, and of the part before the first segment, in bytes.
  size bigint not null check (size > 0),
  init_size bigint not null check (init_size > 0 and init_size < size),
  -- Units in a second, in which the durations of segments are counted.
  timescale bigint not null check (timescale > 0),
  -- For each segment, its size in bytes and its duration in 32 bits.
  segments bytea not null check (length(segments) > 0 and length(segments) % 8 = 0),
  created_at timestamptz not null
);

create index rendition_video on rendition (video_id);

-- Renditions that the store may have, as parts or as an object, and that are not in the catalogue:
-- they are being made, were left by an attempt that was killed, or were replaced.
create table uncatalogued_file (
  object_key text collate "C" primary key,
  video_id text collate "C" not null references video,
  -- The store's id of the multipart upload; null if it has been completed.
  upload_id text,
  since timestamptz not null
);

create index uncatalogued_file_video on uncatalogued_file (video_id);
create index uncatalogued_file_since on uncatalogued_file (since);

-- The queue from which workers take the jobs that make renditions: beside the one for short jobs, so
-- that these never wait.
create table rendition_job_schedule (
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

create index rendition_job_schedule_due on rendition_job_schedule (priority desc, execution_time);
create index rendition_job_schedule_heartbeat on rendition_job_schedule (last_heartbeat);
