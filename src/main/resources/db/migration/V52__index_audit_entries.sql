-- Built without a lock, because every change of the running version adds an entry meanwhile. A
-- build that was interrupted leaves an invalid index, which is dropped first.
drop index concurrently if exists audit_entry_at;
create index concurrently audit_entry_at on audit_entry (at, id);

drop index concurrently if exists audit_entry_actor;
create index concurrently audit_entry_actor on audit_entry (actor, at, id);

drop index concurrently if exists audit_entry_action;
create index concurrently audit_entry_action on audit_entry (action, at, id);

drop index concurrently if exists audit_entry_address;
create index concurrently audit_entry_address on audit_entry (address, at, id)
  where address is not null;

drop index concurrently if exists audit_entry_subject_at;
create index concurrently audit_entry_subject_at on audit_entry (subject, at, id);

-- The one above serves timelines too.
drop index concurrently if exists audit_entry_subject;
