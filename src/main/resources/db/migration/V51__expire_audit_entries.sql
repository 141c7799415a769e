-- The request that caused an entry, as in the log and in X-Request-Id. Null without a request.
alter table audit_entry add column trace_id text;

drop trigger audit_entry_append_only on audit_entry;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are only ever added';
end
$$;

create trigger audit_entry_append_only
  before update or truncate on audit_entry
  for each statement execute function refuse_change();

-- Even expire_audit_entries can't delete what is younger than 30 days.
create function refuse_deletion() returns trigger language plpgsql as $$
begin
  if old.at < nullif(current_setting('slipway.audit_expiry', true), '')::timestamptz
      and old.at < now() - interval '30 days' then
    return old;
  end if;
  raise exception 'audit entries are only ever added';
end
$$;

create trigger audit_entry_not_deleted
  before delete on audit_entry
  for each row execute function refuse_deletion();

-- Deletes the oldest entries before a time, at most so many, and records that as an entry.
-- It runs with the rights of its owner, so the application's own user needs no right to delete.
create function expire_audit_entries(until timestamptz, max_entries integer) returns integer
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
  if deleted > 0 then
    insert into audit_entry (at, actor, action, subject, detail)
      values (clock_timestamp(), 'system', 'audit.expired', 'audit',
        format('%s entries before %s', deleted,
          to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
  end if;
  return deleted;
end
$$;

-- Otherwise PostgreSQL looks for tables among the temporary ones first, and a caller could make the
-- function use a table, and a trigger, of its own:
-- https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
do $$ begin
  execute format('alter function expire_audit_entries(timestamptz, integer) set search_path = %I, pg_temp',
    current_schema());
end $$;
