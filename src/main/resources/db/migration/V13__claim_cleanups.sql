alter table video
  -- Until when a worker has a claim to bring the store in line with the row. A change of the row
  -- leaves it, so that two workers never write different things to the store.
  add column cleanup_claimed_until timestamptz,
  -- The latest time in the trash that a restoration cancelled: a marker with this time or an earlier
  -- one is outdated.
  add column cancelled_delete_after timestamptz;
