-- How often a word occurs in the text that the search reads. PostgreSQL ignores the statistics of the
-- index video_search, because it is partial, and estimates that a word in every tenth title is in one of
-- 3,000.
create statistics video_search_text on
  (title || ' ' || file_name || ' ' || coalesce(owner, '')
    || case when upload_id is null then ' ' || object_key else '' end)
from video;

-- A sample; it blocks neither readers nor writers.
analyze video;
