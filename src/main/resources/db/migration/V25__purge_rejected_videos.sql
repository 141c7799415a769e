-- Until when a rejected video is kept, so that its owner can download and repair the file. Null if it
-- is kept for ever, and for videos that were rejected before.
alter table video add column rejected_until timestamptz;
