-- The public videos of an owner, newest first: the next videos beside the player.
create index video_public_owner_newest on video (owner, stored_at desc, id desc)
  where latest and visibility = 'PUBLIC' and status = 'READY' and missing_since is null
    and delete_after is null;
