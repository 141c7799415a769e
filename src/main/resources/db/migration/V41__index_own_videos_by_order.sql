-- The orders of an owner's list besides the newest first. Each serves both directions. Videos whose
-- duration is unknown are at one end of the last one and are read separately.
create index video_shown_owner_title on video (owner, lower(title), id)
  where latest and delete_after is null and deleted_at is null;
create index video_shown_owner_size on video (owner, size, id)
  where latest and delete_after is null and deleted_at is null;
create index video_shown_owner_duration on video (owner, duration_millis, id)
  where latest and delete_after is null and deleted_at is null;
-- Finds the few videos that a filter leaves, in whichever order. Equal entries take little space.
create index video_shown_owner_facts on video (owner, visibility, container)
  where latest and delete_after is null and deleted_at is null;
