-- Reads the tables without making anyone wait.
alter table upload validate constraint upload_tags_check;
alter table video validate constraint video_tags_check;
