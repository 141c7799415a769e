-- The poster of a video, for lists and pages. Its files are in the derived bucket, with the version in
-- their keys.
alter table video
  add column poster text collate "C",
  add column poster_width integer,
  add column poster_height integer,
  -- A tiny picture as an address of the scheme data.
  add column poster_placeholder text,
  -- When the poster was made for the first time; null if it was not.
  add column pictured_at timestamptz,
  add constraint video_poster_check
    check (num_nulls(poster, poster_width, poster_height, poster_placeholder) in (0, 4));

-- What else is known about the pictures of a video.
create table video_pictures (
  video_id text collate "C" primary key references video,
  -- The picture that the owner has chosen: a time in the video, or an image with this version in its
  -- key. Neither if the application chooses.
  chosen_millis bigint check (chosen_millis >= 0),
  chosen_image text collate "C",
  -- Why the chosen picture could not become the poster.
  choice_problem text,
  -- The time of the poster's frame; null if it is an image, and without a poster.
  poster_millis bigint,
  -- The frames of the storyboard are in files with this version in their keys.
  storyboard text collate "C",
  storyboard_frames integer check (storyboard_frames > 0),
  storyboard_interval_millis bigint check (storyboard_interval_millis > 0),
  storyboard_tile_width integer,
  storyboard_tile_height integer,
  check (num_nulls(chosen_millis, chosen_image) > 0),
  check (num_nulls(storyboard, storyboard_frames, storyboard_interval_millis,
    storyboard_tile_width, storyboard_tile_height) in (0, 5))
);
