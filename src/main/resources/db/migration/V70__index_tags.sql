-- Finds the videos with a tag. Videos without tags are not in the index, so it costs uploads nothing.
-- Built without a lock, because uploads go on meanwhile. A build that was interrupted leaves an invalid
-- index, which is dropped first.
drop index concurrently if exists video_tags;
create index concurrently video_tags on video using gin (lower_tags(tags))
  where latest and cardinality(tags) > 0;
