package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What holds after every fault and a settling time, seen from outside: by SQL, by the bucket's
 * listing, and by what the store acknowledged.
 *
 * <ul>
 *   <li>I1: every upload that the store acknowledged is ready, or rejected with a reason.
 *   <li>I2: an object has one current row.
 *   <li>I3: a ready row agrees with its object in size, ETag and checksum.
 *   <li>I4: no object is without a row.
 *   <li>I5: the quota in use is the sum of sizes and open reservations.
 *   <li>I6: states only move forward.
 *   <li>I7: every change has one audit entry.
 * </ul>
 */
final class Invariants {
  private static final int A_FEW = 5;
  private static final String CURRENT =
      """
      select object_key, status, rejection, size, etag, checksum_sha256, checksum_type,
             missing_since is not null as missing
        from video where latest
      """;
  private static final String RESERVED =
      """
      select coalesce(sum(bytes), 0) from reservation
      """;
  private static final String DUE =
      """
      select coalesce(sum(case when u.status = 'OPEN' then u.size else v.size end), 0)
        from upload u left join video v on v.upload_id = u.id and v.latest
        where u.status in ('OPEN', 'STORED')
      """;

  private final Database database;
  private final Bucket bucket;
  private final Acknowledged acknowledged;
  private final Changes changes;

  Invariants(Database database, Bucket bucket, Acknowledged acknowledged, Changes changes) {
    this.database = database;
    this.bucket = bucket;
    this.acknowledged = acknowledged;
    this.changes = changes;
  }

  /** What does not hold, in words; empty where all do. */
  List<String> broken() throws Exception {
    var objects = bucket.list();
    var rows = database.ask(CURRENT);
    var byKey =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> (String) row.get("object_key"),
                    Function.identity(),
                    (one, other) -> one,
                    TreeMap::new));
    var broken = new ArrayList<String>();
    report(broken, "I1 acknowledged, and not ready or rejected", lost(byKey));
    report(broken, "I2 several current rows", rows.size() == byKey.size() ? List.of() : rows);
    report(broken, "I3 row and object differ", unequal(byKey, objects));
    report(broken, "I4 object without a row", without(byKey, objects));
    var reserved = database.count(RESERVED);
    var due = database.count(DUE);
    if (reserved != due) {
      broken.add("I5 %d bytes are reserved, and %d are due".formatted(reserved, due));
    }
    report(broken, "I6 states went backwards", changes.backwards());
    report(broken, "I7 audit entries", changes.unaudited());
    return broken;
  }

  private List<String> lost(Map<String, Map<String, Object>> rows) {
    return acknowledged.keys().stream().filter(key -> !isJudged(rows.get(key))).toList();
  }

  private static boolean isJudged(Map<String, Object> row) {
    return row != null
        && Boolean.FALSE.equals(row.get("missing"))
        && ("READY".equals(row.get("status")) || row.get("rejection") != null);
  }

  private List<String> unequal(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.Listed> objects) {
    return rows.entrySet().stream()
        .filter(row -> "READY".equals(row.getValue().get("status")))
        .filter(row -> !agree(row.getKey(), row.getValue(), objects.get(row.getKey())))
        .map(row -> row + " " + objects.get(row.getKey()))
        .toList();
  }

  private boolean agree(String key, Map<String, Object> row, Bucket.Listed object) {
    if (object == null) {
      return Boolean.TRUE.equals(row.get("missing"));
    }
    var content = acknowledged.objects().get(key);
    return Long.valueOf(object.size()).equals(row.get("size"))
        && object.etag().equals(row.get("etag"))
        && (content == null || content.size() == object.size())
        && (content == null || agree(content, row));
  }

  /** A store that keeps no checksum of the whole object leaves it empty. */
  private static boolean agree(Acknowledged.Content content, Map<String, Object> row) {
    return row.get("checksum_sha256") == null
        || !"FULL_OBJECT".equals(row.get("checksum_type"))
        || Objects.equals(content.sha256(), row.get("checksum_sha256"));
  }

  private static List<String> without(
      Map<String, Map<String, Object>> rows, Map<String, Bucket.Listed> objects) {
    return objects.keySet().stream().filter(key -> !rows.containsKey(key)).toList();
  }

  private static void report(List<String> broken, String what, List<?> which) {
    if (!which.isEmpty()) {
      broken.add(
          "%s: %d, such as %s"
              .formatted(what, which.size(), which.subList(0, Math.min(A_FEW, which.size()))));
    }
  }
}
