create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null check (action ~ '^[a-z]+[.][a-z]+$'),
  subject text not null,
  detail text
);

create index audit_entry_subject on audit_entry (subject, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are only ever added';
end
$$;

create trigger audit_entry_append_only
  before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
