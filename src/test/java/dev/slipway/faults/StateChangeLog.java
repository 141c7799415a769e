package dev.slipway.faults;

import java.util.List;
import java.util.Set;

/**
 * A log of every state change, written by database triggers independently of the application. It
 * shows forbidden transitions and missing audit entries.
 */
final class StateChangeLog {
  private static final String TRIGGERS =
      """
      create table fault_change (
        id bigint generated always as identity primary key,
        kind text not null, subject text not null, old_state text, new_state text
      );
      create function log_upload() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          insert into fault_change (kind, subject, old_state, new_state)
            values ('upload', old.id, old.status, 'NOTHING');
        elsif tg_op = 'INSERT' then
          insert into fault_change (kind, subject, new_state) values ('upload', new.id, new.status);
        elsif old.status <> new.status then
          insert into fault_change (kind, subject, old_state, new_state)
            values ('upload', new.id, old.status, new.status);
        end if;
        return null;
      end $$;
      create function log_video() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          insert into fault_change (kind, subject, old_state, new_state)
            values ('video', old.id, old.status, 'NOTHING');
          return null;
        end if;
        if tg_op = 'INSERT' then
          insert into fault_change (kind, subject, new_state) values ('video', new.id, new.status);
          return null;
        end if;
        if old.status <> new.status then
          insert into fault_change (kind, subject, old_state, new_state)
            values ('video', new.id, old.status, new.status);
        end if;
        if old.latest and not new.latest then
          insert into fault_change (kind, subject, new_state) values ('latest', new.id, 'REPLACED');
        end if;
        if (old.missing_since is null) <> (new.missing_since is null) then
          insert into fault_change (kind, subject, new_state)
            values ('missing', new.id,
              case when new.missing_since is null then 'FOUND' else 'MISSING' end);
        end if;
        if (old.delete_after is null) <> (new.delete_after is null) then
          insert into fault_change (kind, subject, new_state)
            values ('trash', new.id,
              case when new.delete_after is null then 'RESTORED' else 'TRASHED' end);
        end if;
        if old.owner <> new.owner and exists
            (select from account where name = old.owner and removed_at is not null) then
          insert into fault_change (kind, subject, new_state) values ('owner', new.id, 'MOVED');
        end if;
        if new.deleted_at is not null and old.cleanup_at is not null and new.cleanup_at is null then
          insert into fault_change (kind, subject, new_state) values ('purge', new.id, 'PURGED');
        end if;
        return null;
      end $$;
      create function log_account() returns trigger language plpgsql as $$
      begin
        if (old.disabled_at is null) <> (new.disabled_at is null) then
          insert into fault_change (kind, subject, new_state)
            values ('account', new.name,
              case when new.disabled_at is null then 'ENABLED' else 'DISABLED' end);
        end if;
        if old.removed_at is null and new.removed_at is not null then
          insert into fault_change (kind, subject, new_state)
            values ('account', new.name, 'REMOVED');
        end if;
        if (old.role, old.quota_bytes, old.quota_videos, old.quota_open_uploads)
            is distinct from (new.role, new.quota_bytes, new.quota_videos, new.quota_open_uploads)
            then
          insert into fault_change (kind, subject, new_state)
            values ('account', new.name, 'CHANGED');
        end if;
        return null;
      end $$;
      create trigger log_account after update on account
        for each row execute function log_account();
      create trigger log_upload after insert or update or delete on upload
        for each row execute function log_upload();
      create trigger log_video after insert or update or delete on video
        for each row execute function log_video();
      """;

  /** State changes and the audit actions that the application must record for them. */
  private static final String EXPECTED_ACTIONS =
      """
      (values ('upload', null, 'OPEN', 'upload.opened'),
              ('upload', null, 'STORED', 'upload.recovered'),
              ('upload', 'OPEN', 'ABORTED', 'upload.aborted'),
              ('upload', 'OPEN', 'EXPIRED', 'upload.expired'),
              ('video', null, 'READY', 'video.stored'),
              ('video', null, 'REJECTED', 'video.stored'),
              ('video', null, 'PROCESSING', 'video.stored'),
              ('video', 'PROCESSING', 'READY', 'video.ready'),
              ('video', 'PROCESSING', 'REJECTED', 'video.rejected'),
              ('video', 'READY', 'REJECTED', 'video.rejected'),
              ('video', 'PROCESSING', 'DELETED', 'video.deleted'),
              ('latest', null, 'REPLACED', 'video.replaced'),
              ('missing', null, 'MISSING', 'video.missing'),
              ('missing', null, 'FOUND', 'video.found'),
              ('trash', null, 'TRASHED', 'video.trashed'),
              ('trash', null, 'RESTORED', 'video.restored'),
              ('video', 'READY', 'DELETED', 'video.deleted'),
              ('video', 'REJECTED', 'DELETED', 'video.deleted'),
              ('purge', null, 'PURGED', 'video.purged'),
              ('owner', null, 'MOVED', 'video.moved'),
              ('account', null, 'DISABLED', 'account.disabled'),
              ('account', null, 'ENABLED', 'account.enabled'),
              ('account', null, 'REMOVED', 'account.removed'),
              ('account', null, 'CHANGED', 'account.changed'))
        as expected (kind, old_state, new_state, action)
      """;

  private static final String AUDIT_MISMATCHES =
      """
      with changes as (
        select action, subject, count(*) from fault_change
          join %s on fault_change.kind = expected.kind
            and fault_change.new_state = expected.new_state
            and fault_change.old_state is not distinct from expected.old_state
          group by action, subject),
      entries as (
        select action, subject, count(*) from audit_entry
          where action in (select action from %s) group by action, subject)
      select coalesce(changes.action, entries.action) as action,
             coalesce(changes.subject, entries.subject) as subject,
             coalesce(changes.count, 0) as changes, coalesce(entries.count, 0) as entries
        from changes full join entries
          on changes.action = entries.action and changes.subject = entries.subject
        where changes.count is distinct from entries.count limit 5
      """
          .formatted(EXPECTED_ACTIONS, EXPECTED_ACTIONS);

  /** Transitions forward, and one exception: an object that arrives after its upload expired. */
  private static final Set<String> ALLOWED_TRANSITIONS =
      Set.of(
          "upload null OPEN",
          "upload null STORED",
          "upload OPEN STORED",
          "upload OPEN ABORTED",
          "upload OPEN EXPIRED",
          "upload EXPIRED STORED",
          "video null PROCESSING",
          "video null READY",
          "video null REJECTED",
          "video PROCESSING READY",
          "video PROCESSING REJECTED",
          "video READY REJECTED",
          "video PROCESSING DELETED",
          "video READY DELETED",
          "video REJECTED DELETED");

  private static final String TRANSITIONS =
      """
      select distinct kind, old_state, new_state from fault_change
        where kind in ('upload', 'video')
      """;

  private final DatabaseServer database;

  private StateChangeLog(DatabaseServer database) {
    this.database = database;
  }

  /** Creates the triggers, which log all changes from now on. */
  static StateChangeLog install(DatabaseServer database) {
    database.execute(TRIGGERS);
    return new StateChangeLog(database);
  }

  /** I6: returns the transitions in the log that are not allowed. */
  List<String> forbiddenTransitions() {
    return database.query(TRANSITIONS).stream()
        .map(row -> row.get("kind") + " " + row.get("old_state") + " " + row.get("new_state"))
        .filter(transition -> !ALLOWED_TRANSITIONS.contains(transition))
        .toList();
  }

  /** I7: returns changes without exactly one audit entry, and entries without a change. */
  List<String> auditMismatches() {
    return database.query(AUDIT_MISMATCHES).stream().map(Object::toString).toList();
  }
}
