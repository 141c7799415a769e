-- Built without a lock, because uploads go on meanwhile. A build that was interrupted leaves an invalid
-- index, which is dropped first.

-- The orders of the administrators' listing besides the newest first. Each serves both directions.
drop index concurrently if exists video_shown_size;
create index concurrently video_shown_size on video (size, id)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_duration;
create index concurrently video_shown_duration on video ((coalesce(duration_millis, -1)), id)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_title;
create index concurrently video_shown_title on video (lower(title), id)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_owner;
create index concurrently video_shown_owner on video ((coalesce(owner, '~') collate "C"), id)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_lag;
create index concurrently video_shown_lag
  on video ((cast(extract(epoch from catalogued_at - stored_at) * 1000 as bigint)), id)
  where latest and delete_after is null and deleted_at is null;

-- Find the videos that a filter leaves, if they are few, in whichever order. Equal entries take
-- little space.
drop index concurrently if exists video_shown_codec;
create index concurrently video_shown_codec on video (video_codec)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_container;
create index concurrently video_shown_container on video (container)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_visibility;
create index concurrently video_shown_visibility on video (visibility)
  where latest and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_rejection;
create index concurrently video_shown_rejection on video (rejection, stored_at desc, id desc)
  where latest and rejection is not null and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_missing;
create index concurrently video_shown_missing on video (stored_at desc, id desc)
  where latest and missing_since is not null and delete_after is null and deleted_at is null;
drop index concurrently if exists video_shown_orphan;
create index concurrently video_shown_orphan on video (stored_at desc, id desc)
  where latest and owner is null and delete_after is null and deleted_at is null;
