package dev.slipway.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks the invariants that hold a minute after a fault has ended. It compares the rows of the
 * database with the listing of the bucket and with the objects that the store acknowledged.
 *
 * <ul>
 *   <li>I1: every upload that the store acknowledged is ready, or rejected with a reason.
 *   <li>I2: an object has one current row.
 *   <li>I3: a ready row agrees with its object in size, ETag and checksum.
 *   <li>I4: no object is without a row, and no deleted video has an object.
 *   <li>I5: the used quota is the sum of the sizes of stored videos, until their objects are
 *       removed, and the declared sizes of open uploads.
 *   <li>I6: states only move forward.
 *   <li>I7: every change has one audit entry.
 * </ul>
 */
final class Invariants {
  private static final int MAX_EXAMPLES = 5;
  private static final String CURRENT_ROWS =
      """
      select object_key, status, rejection, size, etag, checksum_sha256, checksum_type,
             missing_since is not null as missing,
             deleted_at is not null and cleanup_at is null as purged
        from video where latest
      """;
  private static final String MISMATCHED_RESERVATIONS =
      """
      select coalesce(r.upload_id, expected.id) as upload, r.owner, r.bytes,
             expected.owner as expected_owner, expected.bytes as expected_bytes
        from reservation r full join (
          select u.id, u.owner, case when u.status = 'OPEN' then u.size else v.size end as bytes
            from upload u left join video v on v.upload_id = u.id and v.latest
            where u.status in ('OPEN', 'STORED')
              and (v.deleted_at is null or v.cleanup_at is not null)) expected
          on r.upload_id = expected.id and r.owner = expected.owner
        where r.bytes is distinct from expected.bytes
      """;
  private static final String RESERVED_BYTES =
      "select coalesce(sum(bytes), 0) from reservation where owner = '%s'";
  private static final String EXCEEDED_BOUNDS =
      """
      select name, open_uploads_at_most from account where open_uploads_at_most <
        (select count(*) from upload where owner = name and upload.status = 'OPEN')
      """;
  private static final List<String> UPLOADERS = List.of("creator", "creator2");

  /** HEAD requests for all of 10,000 objects would take longer than the test. */
  private static final int MAX_CHECKSUM_REQUESTS = 300;

  private final DatabaseServer database;
  private final Bucket bucket;
  private final Replica replica;
  private final AcknowledgedObjects acknowledged;
  private final StateChangeLog changes;

  Invariants(
      DatabaseServer database,
      Bucket bucket,
      Replica replica,
      AcknowledgedObjects acknowledged,
      StateChangeLog changes) {
    this.replica = replica;
    this.database = database;
    this.bucket = bucket;
    this.acknowledged = acknowledged;
    this.changes = changes;
  }

  /** Returns a description of each violated invariant. */
  List<String> findViolations() throws Exception {
    var objects = bucket.list();
    var rows = database.query(CURRENT_ROWS);
    var byKey =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> (String) row.get("object_key"),
                    Function.identity(),
                    (first, second) -> first,
                    TreeMap::new));
    var violations = new ArrayList<String>();
    report(
        violations,
        "I1 acknowledged objects that are neither ready nor rejected",
        lostUploads(byKey));
    report(
        violations,
        "I2 objects with several current rows",
        rows.size() == byKey.size() ? List.of() : rows);
    report(violations, "I3 rows that differ from their object", mismatchedRows(byKey, objects));
    report(violations, "I3 rows with another checksum", mismatchedChecksums(byKey, objects));
    report(violations, "I4 objects without a row", objectsWithoutRow(byKey, objects));
    report(violations, "I4 objects of deleted videos", objectsOfDeletedVideos(byKey, objects));
    report(
        violations,
        "I5 reservations that differ from the size",
        database.query(MISMATCHED_RESERVATIONS));
    report(violations, "I5 accounts with another quota use in the API", wrongUsage());
    report(violations, "I5 more open uploads than their bound", database.query(EXCEEDED_BOUNDS));
    report(violations, "I6 forbidden transitions", changes.forbiddenTransitions());
    report(violations, "I7 changes without exactly one audit entry", changes.auditMismatches());
    return violations;
  }

  private List<String> lostUploads(Map<String, Map<String, Object>> rows) {
    return acknowledged.keys().stream().filter(key -> !isReadyOrRejected(rows.get(key))).toList();
  }

  private static boolean isReadyOrRejected(Map<String, Object> row) {
    return row != null
        && Boolean.FALSE.equals(row.get("missing"))
        && ("READY".equals(row.get("status")) || row.get("rejection") != null);
  }

  private List<String> mismatchedRows(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.ListedObject> objects) {
    return rows.entrySet().stream()
        .filter(row -> "READY".equals(row.getValue().get("status")))
        .filter(row -> !matches(row.getKey(), row.getValue(), objects.get(row.getKey())))
        .map(row -> row + " " + objects.get(row.getKey()))
        .toList();
  }

  private boolean matches(String key, Map<String, Object> row, Bucket.ListedObject object) {
    if (object == null || Boolean.TRUE.equals(row.get("missing"))) {
      return object == null && Boolean.TRUE.equals(row.get("missing"));
    }
    var content = acknowledged.objects().get(key);
    return Long.valueOf(object.size()).equals(row.get("size"))
        && object.etag().equals(row.get("etag"))
        && (content == null || content.size() == object.size());
  }

  /** Compares a random sample with the checksums of the store and of the sent files. */
  private List<String> mismatchedChecksums(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.ListedObject> objects) {
    var keys = new ArrayList<>(objects.keySet());
    keys.retainAll(rows.keySet());
    Collections.shuffle(keys);
    return keys.stream()
        .limit(MAX_CHECKSUM_REQUESTS)
        .filter(key -> !checksumMatches(key, rows.get(key)))
        .map(key -> key + " " + rows.get(key).get("checksum_sha256"))
        .toList();
  }

  private boolean checksumMatches(String key, Map<String, Object> row) {
    var stored = row.get("checksum_sha256");
    var content = acknowledged.objects().get(key);
    return Objects.equals(bucket.checksum(key), stored)
        && (stored == null
            || content == null
            || !"FULL_OBJECT".equals(row.get("checksum_type"))
            || content.sha256().equals(stored));
  }

  private List<String> wrongUsage() throws IOException {
    var wrong = new ArrayList<String>();
    for (var account : UPLOADERS) {
      var used = TolerantClient.of(account, replica).get("/api/me").expect(200).json();
      var reserved = database.count(RESERVED_BYTES.formatted(account));
      if (used.at("/quota/usedBytes").asLong() != reserved) {
        wrong.add("%s: %s instead of %d".formatted(account, used, reserved));
      }
    }
    return wrong;
  }

  private static List<String> objectsWithoutRow(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.ListedObject> objects) {
    return objects.keySet().stream().filter(key -> !rows.containsKey(key)).toList();
  }

  private static List<String> objectsOfDeletedVideos(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.ListedObject> objects) {
    return objects.keySet().stream()
        .filter(rows::containsKey)
        .filter(key -> Boolean.TRUE.equals(rows.get(key).get("purged")))
        .toList();
  }

  private static void report(List<String> violations, String description, List<?> examples) {
    if (!examples.isEmpty()) {
      violations.add(
          "%s: %d, for example %s"
              .formatted(
                  description,
                  examples.size(),
                  examples.subList(0, Math.min(MAX_EXAMPLES, examples.size()))));
    }
  }
}
