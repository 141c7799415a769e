-- The numbers of the dashboard, so that its page doesn't read millions of videos. A background task adds
-- what changed. No column has a check: what is added can be negative, and PostgreSQL checks the row to
-- insert before it finds the one to update.

-- Videos by the day, in UTC, on which the store received their object. Deleted ones stay counted.
create table dashboard_day (
  day date primary key,
  videos bigint not null,
  bytes bigint not null,
  -- Neither a notification nor a completion reported them, but a reconciliation.
  reconciled bigint not null,
  rejected bigint not null
);

create table dashboard_rejection (
  day date not null,
  reason text not null,
  videos bigint not null,
  primary key (day, reason)
);

-- From the object in the store to the row in the catalogue. A bucket b ends at 2^(b/8) milliseconds.
create table dashboard_lag (
  day date not null,
  bucket smallint not null,
  videos bigint not null,
  primary key (day, bucket)
);

-- Objects that are in the store now, by owner; '' without one. Those in the trash, and deleted ones that
-- are not removed yet, are also counted separately.
create table dashboard_account (
  owner text collate "C" primary key,
  videos bigint not null,
  bytes bigint not null,
  trash_videos bigint not null,
  trash_bytes bigint not null
);

create index dashboard_account_bytes on dashboard_account (bytes desc, owner) where bytes > 0;

-- How far the rollup is: one row, locked by the process that works on it.
create table dashboard_state (
  single boolean primary key default true check (single),
  -- Videos up to this id have been counted; their later changes are in dashboard_change.
  counted_to text collate "C" not null,
  -- Until when all changes are counted; null until all videos have been counted once.
  as_of timestamptz,
  -- The sums of dashboard_account.
  videos bigint not null,
  bytes bigint not null,
  trash_videos bigint not null,
  trash_bytes bigint not null
);

insert into dashboard_state (counted_to, videos, bytes, trash_videos, trash_bytes) values ('', 0, 0, 0, 0);

-- What is still to be added: a changed video is subtracted as it was and added as it is. Adding
-- a row to the numbers deletes it in the same transaction, so each change counts once, in any order of
-- commits.
create table dashboard_change (
  video_id text collate "C" not null,
  id bigint generated always as identity,
  sign smallint not null check (sign in (-1, 1)),
  day date not null,
  size bigint not null,
  reconciled boolean not null,
  rejection text,
  lag_bucket smallint not null,
  owner text not null,
  stored boolean not null,
  trashed boolean not null,
  primary key (video_id, id)
);

-- What the dashboard counts of a video.
create function dashboard_facts(v video) returns table (
  day date,
  size bigint,
  reconciled boolean,
  rejection text,
  lag_bucket smallint,
  owner text,
  stored boolean,
  trashed boolean
) language sql immutable as $$
  select
    cast(v.stored_at at time zone 'UTC' as date),
    v.size,
    v.stored_by = 'RECONCILE',
    v.rejection,
    -- What is subtracted makes up for rounding errors at the end of a bucket.
    cast(ceil(8 * ln(greatest(cast(extract(epoch from v.catalogued_at - v.stored_at) as double precision)
      * 1000, 1)) / ln(cast(2 as double precision)) - 1e-9) as smallint),
    coalesce(v.owner, ''),
    v.latest and v.missing_since is null and (v.deleted_at is null or v.cleanup_at is not null),
    v.delete_after is not null or v.deleted_at is not null
$$;

create function record_dashboard_change() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into dashboard_change
      (video_id, sign, day, size, reconciled, rejection, lag_bucket, owner, stored, trashed)
      select old.id, -1, f.day, f.size, f.reconciled, f.rejection, f.lag_bucket, f.owner, f.stored, f.trashed
      from dashboard_facts(old) f;
  end if;
  if tg_op <> 'DELETE' then
    insert into dashboard_change
      (video_id, sign, day, size, reconciled, rejection, lag_bucket, owner, stored, trashed)
      select new.id, 1, f.day, f.size, f.reconciled, f.rejection, f.lag_bucket, f.owner, f.stored, f.trashed
      from dashboard_facts(new) f;
  end if;
  return null;
end $$;

create trigger video_counted after insert or delete on video
  for each row execute function record_dashboard_change();

-- Only if a fact can have changed.
create trigger video_recounted after update on video
  for each row
  when ((old.stored_at, old.catalogued_at, old.stored_by, old.size, old.rejection, old.owner, old.latest,
      old.missing_since is null, old.delete_after is null, old.deleted_at is null, old.cleanup_at is null)
    is distinct from
    (new.stored_at, new.catalogued_at, new.stored_by, new.size, new.rejection, new.owner, new.latest,
      new.missing_since is null, new.delete_after is null, new.deleted_at is null, new.cleanup_at is null))
  execute function record_dashboard_change();
