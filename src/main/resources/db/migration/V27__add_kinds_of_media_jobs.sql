-- What else is done with the file of a ready video: poster, storyboard, renditions.
alter table media_job
  drop constraint media_job_kind_check,
  add constraint media_job_kind_check
    check (kind in ('PROBE', 'PICTURES', 'STORYBOARD', 'RENDITIONS'));
