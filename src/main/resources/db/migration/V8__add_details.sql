alter table upload
  add column description text check (char_length(description) between 1 and 5000),
  add column visibility text not null default 'PRIVATE'
    check (visibility in ('PRIVATE', 'UNLISTED', 'PUBLIC'));

alter table video
  add column description text check (char_length(description) between 1 and 5000);
