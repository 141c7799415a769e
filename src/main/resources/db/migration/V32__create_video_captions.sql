-- The captions of videos: a WebVTT file in the derived bucket for each language.
create table video_caption (
  -- The version in the object's key. New captions of a language are a new row.
  id text collate "C" primary key,
  video_id text collate "C" not null references video (id),
  -- A BCP 47 tag in canonical case.
  language text not null,
  label text not null,
  by_default boolean not null,
  -- Of the WebVTT file, in bytes.
  size bigint not null check (size > 0),
  created_at timestamptz not null
);

create unique index video_caption_language on video_caption (video_id, language);
-- One language is shown by default, or none.
create unique index video_caption_default on video_caption (video_id) where by_default;
