-- Rejected videos by the end of their quarantine. A migration of its own, because the lock of an
-- ALTER TABLE in the same transaction would block readers while the index is built.
create index video_rejected on video (bucket, rejected_until)
  where latest and status = 'REJECTED' and deleted_at is null;
