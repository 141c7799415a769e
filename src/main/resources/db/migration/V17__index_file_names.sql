-- The videos of an account as files: the newest of each name.
create index video_shown_owner_file on video (owner, file_name, stored_at desc, id desc)
  where latest and delete_after is null and deleted_at is null;
