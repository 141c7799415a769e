-- A trigger records every deletion of entries. Before, only the function expire_audit_entries
-- recorded what it had deleted.
create function record_audit_deletion() returns trigger language plpgsql as $$
begin
  insert into audit_entry (at, actor, action, subject, detail)
    select clock_timestamp(), 'system', 'audit.expired', 'audit',
      format('%s entries until %s', count(*),
        to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    from deleted_entries
    having count(*) > 0;
  return null;
end
$$;

create or replace function expire_audit_entries(until timestamptz, max_entries integer) returns integer
  language plpgsql security definer set search_path from current as $$
declare
  deleted integer;
begin
  if until > now() - interval '30 days' then
    raise exception 'audit entries are kept for 30 days at least';
  end if;
  perform set_config('slipway.audit_expiry', until::text, true);
  delete from audit_entry
    where id in (select id from audit_entry where at < until order by at, id limit max_entries);
  get diagnostics deleted = row_count;
  perform set_config('slipway.audit_expiry', '', true);
  return deleted;
end
$$;

-- Both look for tables among the temporary ones last, see V51.
do $$ begin
  execute format('alter function expire_audit_entries(timestamptz, integer) set search_path = %I, pg_temp',
    current_schema());
  execute format('alter function record_audit_deletion() set search_path = %I, pg_temp', current_schema());
end $$;

create trigger audit_entry_deletion_recorded
  after delete on audit_entry
  referencing old table as deleted_entries
  for each statement execute function record_audit_deletion();
