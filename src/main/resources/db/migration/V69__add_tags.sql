-- Words that describe a video. A constant default changes no row, and V71 validates the constraints, so
-- nobody waits. Replicas of earlier versions leave the tags of a row as they are.
alter table upload add column tags text[] not null default '{}';
alter table upload add constraint upload_tags_check check (cardinality(tags) <= 30) not valid;
alter table video add column tags text[] not null default '{}';
alter table video add constraint video_tags_check check (cardinality(tags) <= 30) not valid;

-- Tags are found in upper or lower case.
create function lower_tags(tags text[]) returns text[]
  language sql immutable strict parallel safe as $$
    select array_agg(lower(tag)) from unnest(tags) tag
  $$;

-- How often a tag occurs. PostgreSQL ignores the statistics of a partial index.
create statistics video_tag_frequency on (lower_tags(tags)) from video;
