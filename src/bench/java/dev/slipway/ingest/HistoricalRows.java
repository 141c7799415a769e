package dev.slipway.ingest;

import dev.slipway.benchmark.BulkTableLoader;
import dev.slipway.benchmark.DatabaseAdmin;
import java.sql.SQLException;

/** Fills the database with many videos and the notifications about them, as after years of use. */
final class HistoricalRows {
  private static final String ID =
      "substr(translate(md5('video' || i), '0189', 'ghij'), 1, 25) || 'a'";
  private static final String VIDEOS =
      """
      insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
        status, visibility, size, etag, declared_type, container, media_type, stored_at, stored_by,
        catalogued_at, version)
      select id, '%s', 'videos/' || id || '/source', 1, true, 'creator', 'Video ' || i, 'clip.mp4',
        'READY', case when i %% 10 = 0 then 'PUBLIC' else 'PRIVATE' end, 1000000 + i,
        md5(i::text), 'video/mp4', 'mp4', 'video/mp4', now() - i * interval '1 second',
        'NOTIFICATION', now() - i * interval '1 second', 0
      from (select i, %s as id from generate_series(1, %d) as i) as past\
      """;
  private static final String NOTIFICATIONS =
      """
      insert into notification (received_at, transport, body, state, tries, failures, next_try_at,
        settled_at, dialect, event_name, bucket, object_key, sequencer, event_at, replays)
      select at, 'webhook', convert_to('%s', 'UTF8'), 'APPLIED', 1, 0, at, at, 'minio',
        'ObjectCreated:Put', '%s', 'videos/' || id || '/source', to_hex(1700000000000000000 - i),
        at, 0
      from (select i, %s as id, now() - i * interval '1 second' as at
        from generate_series(1, %d) as i) as past\
      """;

  private final String bucket;

  HistoricalRows(String bucket) {
    this.bucket = bucket;
  }

  void fill(DatabaseAdmin database, int count) throws SQLException {
    try (var connection = database.connect()) {
      new BulkTableLoader("video", VIDEOS.formatted(bucket, ID, count)).run(connection);
      var body = new PutNotifications().next();
      new BulkTableLoader("notification", NOTIFICATIONS.formatted(body, bucket, ID, count))
          .run(connection);
    }
  }
}
