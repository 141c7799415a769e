-- Words that describe a video. A constant default changes no row. Replicas of earlier versions leave
-- the tags of a row as they are.
alter table upload add column tags text[] not null default '{}' check (cardinality(tags) <= 30);
alter table video add column tags text[] not null default '{}' check (cardinality(tags) <= 30);

-- Tags are found in upper or lower case.
create function lower_tags(tags text[]) returns text[]
  language sql immutable strict parallel safe as $$
    select array_agg(lower(tag)) from unnest(tags) tag
  $$;

-- How often a tag occurs. PostgreSQL ignores the statistics of a partial index.
create statistics video_tag_frequency on (lower_tags(tags)) from video;
