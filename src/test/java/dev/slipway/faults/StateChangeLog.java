package dev.slipway.faults;

import java.util.List;
import java.util.Set;

/**
 * Every change of a state, written down by the database itself, beside the application: what states
 * really did, and how many audit entries there ought to be.
 */
final class StateChangeLog {
  private static final String TRIGGERS =
      """
      create table fault_change (
        id bigint generated always as identity primary key,
        what text not null, subject text not null, was text, became text
      );
      create function note_upload() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          insert into fault_change (what, subject, was, became)
            values ('upload', old.id, old.status, 'NOTHING');
        elsif tg_op = 'INSERT' then
          insert into fault_change (what, subject, became) values ('upload', new.id, new.status);
        elsif old.status <> new.status then
          insert into fault_change (what, subject, was, became)
            values ('upload', new.id, old.status, new.status);
        end if;
        return null;
      end $$;
      create function note_video() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          insert into fault_change (what, subject, was, became)
            values ('video', old.id, old.status, 'NOTHING');
          return null;
        end if;
        if tg_op = 'INSERT' then
          insert into fault_change (what, subject, became) values ('video', new.id, new.status);
          return null;
        end if;
        if old.status <> new.status then
          insert into fault_change (what, subject, was, became)
            values ('video', new.id, old.status, new.status);
        end if;
        if old.latest and not new.latest then
          insert into fault_change (what, subject, became) values ('latest', new.id, 'REPLACED');
        end if;
        if (old.missing_since is null) <> (new.missing_since is null) then
          insert into fault_change (what, subject, became)
            values ('missing', new.id,
              case when new.missing_since is null then 'FOUND' else 'MISSING' end);
        end if;
        return null;
      end $$;
      create trigger note_upload after insert or update or delete on upload
        for each row execute function note_upload();
      create trigger note_video after insert or update or delete on video
        for each row execute function note_video();
      """;

  /** What happened, and what the audit calls it. */
  private static final String EXPECTED_ACTIONS =
      """
      (values ('upload', null, 'OPEN', 'upload.opened'),
              ('upload', null, 'STORED', 'upload.recovered'),
              ('upload', 'OPEN', 'ABORTED', 'upload.aborted'),
              ('upload', 'OPEN', 'EXPIRED', 'upload.expired'),
              ('video', null, 'READY', 'video.stored'),
              ('video', null, 'REJECTED', 'video.stored'),
              ('latest', null, 'REPLACED', 'video.replaced'),
              ('missing', null, 'MISSING', 'video.missing'),
              ('missing', null, 'FOUND', 'video.found'))
        as named (what, was, became, action)
      """;

  private static final String AUDIT_MISMATCHES =
      """
      with happened as (
        select action, subject, count(*) from fault_change
          join %s on fault_change.what = named.what and fault_change.became = named.became
            and fault_change.was is not distinct from named.was
          group by action, subject),
      told as (
        select action, subject, count(*) from audit_entry
          where action in (select action from %s) group by action, subject)
      select coalesce(happened.action, told.action) as action,
             coalesce(happened.subject, told.subject) as subject,
             coalesce(happened.count, 0) as happened, coalesce(told.count, 0) as told
        from happened full join told
          on happened.action = told.action and happened.subject = told.subject
        where happened.count is distinct from told.count limit 5
      """
          .formatted(EXPECTED_ACTIONS, EXPECTED_ACTIONS);

  /**
   * Forward only, but for the one exception: an object that comes after its upload was given up.
   */
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
          "video READY DELETED",
          "video REJECTED DELETED");

  private final DatabaseServer database;

  private StateChangeLog(DatabaseServer database) {
    this.database = database;
  }

  /** From now on. */
  static StateChangeLog install(DatabaseServer database) {
    database.execute(TRIGGERS);
    return new StateChangeLog(database);
  }

  /** I6: the steps that no state may take, and were taken. */
  List<String> forbiddenTransitions() {
    return database
        .query(
            "select distinct what, was, became from fault_change where what in ('upload', 'video')")
        .stream()
        .map(step -> step.get("what") + " " + step.get("was") + " " + step.get("became"))
        .filter(step -> !ALLOWED_TRANSITIONS.contains(step))
        .toList();
  }

  /** I7: changes without just one audit entry, and entries without a change. */
  List<String> auditMismatches() {
    return database.query(AUDIT_MISMATCHES).stream().map(Object::toString).toList();
  }
}
