-- Tombstones in the order in which their last images are removed.
create index video_deleted on video (deleted_at, id) where deleted_at is not null;
