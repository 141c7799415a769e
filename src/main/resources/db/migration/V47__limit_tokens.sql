-- What a token may do, separated by spaces; null for everything that its account may do, as before.
alter table api_token
  add column scopes text
    check (scopes ~ '^[a-z]+(:[a-z]+)?( [a-z]+(:[a-z]+)?)*$');
