-- How often a word occurs in the text that the search reads. PostgreSQL doesn't use the statistics of
-- the index video_search for this, and takes a word in every tenth title for one in 3,000.
create statistics video_search_text on
  (title || ' ' || file_name || ' ' || coalesce(owner, '')
    || case when upload_id is null then ' ' || object_key else '' end)
from video;

-- A sample; it blocks neither readers nor writers.
analyze video;
