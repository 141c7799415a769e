-- Changes that pages and API clients follow live. Triggers record them in the transaction that makes
-- the change, so none is forgotten, whoever writes. They get their numbers after the commit: a number
-- from a sequence could be committed after a greater one, and a client that has the greater one would
-- never get it.
create table video_change (
  id bigint generated always as identity primary key,
  -- In the order in which clients get the changes; null until the change is numbered.
  number bigint,
  video_id text collate "C" not null,
  kind text not null check (kind in ('ADDED', 'UPDATED', 'PROCESSING')),
  -- Whether everybody could see the video before.
  was_public boolean not null,
  changed_at timestamptz not null default clock_timestamp()
);

create unique index video_change_number on video_change (number) where number is not null;
create index video_change_unnumbered on video_change (id) where number is null;
create index video_change_time on video_change (changed_at);

-- Numbering locks the only row, so changes are numbered and committed in the same order.
create table video_change_counter (
  single boolean primary key default true check (single),
  last_number bigint not null
);
insert into video_change_counter (last_number) values (0);

create function record_added_videos() returns trigger language plpgsql as $$
begin
  insert into video_change (video_id, kind, was_public) select id, 'ADDED', false from added;
  return null;
end $$;

-- Columns that nobody sees don't count: a worker changes them while it removes a file from the store.
create function record_updated_videos() returns trigger language plpgsql as $$
declare
  internal constant text[] := array['version', 'cleanup_at', 'cleanup_attempts', 'cleanup_claimed_until'];
begin
  insert into video_change (video_id, kind, was_public)
  select id, 'UPDATED',
    before.latest and before.visibility = 'PUBLIC' and before.status = 'READY'
      and before.missing_since is null and before.delete_after is null
  from before join after using (id)
  where to_jsonb(after) - internal <> to_jsonb(before) - internal
  order by id;
  return null;
end $$;

create function record_media_job() returns trigger language plpgsql as $$
begin
  insert into video_change (video_id, kind, was_public) values (new.video_id, 'PROCESSING', false);
  return null;
end $$;

create trigger video_added after insert on video
  referencing new table as added
  for each statement execute function record_added_videos();

create trigger video_updated after update on video
  referencing old table as before new table as after
  for each statement execute function record_updated_videos();

create trigger media_job_added after insert on media_job
  for each row execute function record_media_job();

create trigger media_job_updated after update on media_job
  for each row
  when ((old.state, old.step, old.percent, old.problem)
    is distinct from (new.state, new.step, new.percent, new.problem))
  execute function record_media_job();
