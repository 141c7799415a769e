package dev.slipway.catalogue.bulkjob;

import dev.slipway.audit.AuditEntry;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.bulkjob.BulkJob.Claim;
import dev.slipway.catalogue.bulkjob.BulkJob.Requester;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Videos of one test, in a bucket of their own, where no background task processes them, and jobs
 * that no worker of the application claims.
 */
final class BulkVideos {
  private static final String OWNER = "creator2";

  /** In all titles, which finds them. */
  private final String word;

  BulkVideos() {
    // Audit entries remain after the test.
    this.word =
        ThreadLocalRandom.current()
            .ints(12, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Changes all videos. */
  void update(String assignment) {
    execute("update video set %s where title like '%s %%'".formatted(assignment, word));
  }

  /** Changes one video. */
  static void update(String id, String assignment) {
    execute("update video set %s where id = '%s'".formatted(assignment, id));
  }

  String filter() {
    return "q=" + word;
  }

  List<String> insert(int count) {
    return insert(1, count, OWNER);
  }

  /**
   * @param owner null for nobody
   */
  List<String> insert(int first, int last, String owner) {
    execute(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
          status, visibility, size, etag, stored_at, stored_by, catalogued_at, version)
        select translate(substr(md5('%1$s' || i), 1, 25), '0189', 'ghij') || 'e',
          'slipway-bulk-test', 'videos/%1$s/' || i, 1, true, %2$s, '%1$s ' || i, 'b', 'READY',
          'PRIVATE', 10, 'e', timestamptz '2097-01-01T00:00:00Z' + i * interval '1 s',
          'NOTIFICATION', timestamptz '2097-01-01T00:00:00Z' + i * interval '1 s', 0
        from generate_series(%3$d, %4$d) i
        """
            .formatted(word, owner == null ? "null" : "'" + owner + "'", first, last));
    return ids();
  }

  /** In the order in which a job works on them. */
  List<String> ids() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.<Video>stream("fileName = 'b' and title like ?1 order by id", word + " %")
                    .map(Video::id)
                    .toList());
  }

  long count(String condition) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Video.count("title like ?1 and " + condition, word + " %"));
  }

  /** How many audit entries each video has: the fewest and the most. */
  List<Long> auditEntries(String action) {
    var counts =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    ids().stream()
                        .map(id -> AuditEntry.count("subject = ?1 and action = ?2", id, action))
                        .toList());
    return List.of(
        counts.stream().min(Long::compare).orElseThrow(),
        counts.stream().max(Long::compare).orElseThrow());
  }

  void delete() {
    execute("delete from video where object_key like 'videos/%s/%%'".formatted(word));
  }

  /** Begins a job for the videos of all accounts, with a lease that only {@link #expire} ends. */
  static Claim beginHeld(BulkJobInput input, String account) {
    return beginHeld(input, account, null);
  }

  /**
   * The same for the videos of one account.
   *
   * @param onlyOwner null for all accounts
   */
  static Claim beginHeld(BulkJobInput input, String account, String onlyOwner) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var request = BulkJobRequest.parse(input, account, onlyOwner);
              var job = BulkJob.of(request, new Requester(account, null), Instant.now());
              job.persistAndFlush();
              return job.claim("the test", Instant.now().plus(Duration.ofHours(1)));
            });
  }

  static Claim beginHeld(BulkJobInput input) {
    return beginHeld(input, "admin");
  }

  /** Has the lease of a worker end that no longer exists. */
  static void expire(long job) {
    execute("update bulk_job set lease_until = now() - interval '1 s' where id = " + job);
  }

  static BulkJob job(long id) {
    return QuarkusTransaction.requiringNew().call(() -> BulkJob.findById(id));
  }

  static void deleteJobs() {
    execute("update bulk_job set ended_at = now(), state = 'STOPPED' where ended_at is null");
    execute("delete from bulk_job_item");
    execute("delete from bulk_job");
  }

  static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Panache.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
