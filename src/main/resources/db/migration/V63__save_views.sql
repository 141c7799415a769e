-- What administrators have chosen of the listing, under a name that all of them see.
create table saved_view (
  -- The name in lower case.
  key text collate "C" primary key,
  name text not null check (char_length(name) between 1 and 60),
  -- The query string of the listing, without the position of a page.
  query text not null check (char_length(query) <= 10000),
  saved_by text not null,
  saved_at timestamptz not null
);
