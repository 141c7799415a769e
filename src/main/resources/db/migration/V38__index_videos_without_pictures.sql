-- Ready videos without a poster, newest first. A migration of its own, because the lock of an ALTER
-- TABLE in the same transaction would block readers while the index is built.
create index video_unpictured on video (bucket, stored_at desc)
  where latest and status = 'READY' and pictured_at is null and deleted_at is null;
