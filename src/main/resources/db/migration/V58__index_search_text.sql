-- Finds words in title, file name, owner and key by their trigrams. The extension can be created by
-- the owner of the database. Without the right to, the search reads along other indexes, and ends
-- with an error if that takes too long.
do $$
begin
  create extension if not exists pg_trgm;
  create index if not exists video_search on video using gin (
    (title || ' ' || file_name || ' ' || coalesce(owner, '')
      || case when upload_id is null then ' ' || object_key else '' end) gin_trgm_ops)
    where latest;
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise warning 'The index video_search was not created: %', sqlerrm;
end $$;
