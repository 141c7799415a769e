-- The ETag that the store returned for a part which the application sent. If another request
-- replaces the part in the store, the part has another one.
alter table upload_part add column etag text;

-- How many parts of full size the store has of a growing upload, as far as the application knows.
alter table upload add column stored_parts integer not null default 0;
