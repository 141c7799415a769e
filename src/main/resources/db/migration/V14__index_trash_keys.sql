-- The trash in the order of its markers. A migration of its own, because the lock of an ALTER TABLE in
-- the same transaction would block readers while the index is built.
create index video_trash_key on video (bucket, object_key)
  where latest and delete_after is not null and deleted_at is null;
