alter table video
  -- When the video became a tombstone.
  add column deleted_at timestamptz,
  -- When the store has to be brought in line with the row; null if it is.
  add column cleanup_at timestamptz,
  add column cleanup_attempts integer not null default 0 check (cleanup_attempts >= 0),
  -- The last expiry of the URLs that delete this generation's object, and the account that got them.
  add column delete_url_until timestamptz,
  add column delete_url_by text,
  add check ((deleted_at is not null) = (status = 'DELETED')),
  add check ((delete_url_until is null) = (delete_url_by is null));

-- The listings show neither the trash nor tombstones. The previous version still reads the indexes
-- without these conditions.
create index video_shown_newest on video (stored_at desc, id desc)
  where latest and delete_after is null and deleted_at is null;
create index video_shown_owner_newest on video (owner, stored_at desc, id desc)
  where latest and delete_after is null and deleted_at is null;

-- The trash, in the order of its pages, which is also the order in which it is emptied.
create index video_trash on video (delete_after desc, id desc)
  where latest and delete_after is not null and deleted_at is null;
create index video_trash_owner on video (owner, delete_after desc, id desc)
  where latest and delete_after is not null and deleted_at is null;

create index video_cleanup on video (cleanup_at) where cleanup_at is not null;
create index video_delete_url on video (delete_url_until) where delete_url_until is not null;
