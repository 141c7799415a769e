package dev.slipway.reconcile;

import dev.slipway.benchmark.DatabaseAdmin;
import dev.slipway.benchmark.StoreAdmin;
import dev.slipway.benchmark.StoreAdmin.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Mp4Header;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bucket with a given number of small objects. The keys are the same in every run, so objects
 * that an earlier run left in a real store are not uploaded again.
 */
final class FilledBucket {
  private static final byte[] FILE = Mp4Header.bytes(64, 1);
  private static final long SEED = 1;
  private static final int BATCH_SIZE = 1000;
  private static final String INSERT_VIDEO =
      """
      insert into video (id, bucket, object_key, generation, latest, title, file_name, status,
        visibility, size, etag, declared_type, container, media_type, stored_at, stored_by,
        catalogued_at, version)
      values (?, ?, ?, 1, true, 'source', 'source', 'READY', 'PRIVATE', ?, ?, 'video/mp4', 'mp4',
        'video/mp4', now(), 'RECONCILE', now(), 0)
      on conflict do nothing\
      """;

  private final StoreAdmin store;

  FilledBucket(StoreAdmin store) {
    this.store = store;
  }

  /** Uploads the objects that are not in the bucket yet. */
  void fill(int objects) throws InterruptedException {
    var existing = store.list(ObjectKey.PREFIX).map(ListedObject::key).collect(Collectors.toSet());
    var pool = Executors.newFixedThreadPool(StoreAdmin.MAX_CONCURRENT_CALLS);
    keys(objects)
        .filter(key -> !existing.contains(key))
        .forEach(key -> pool.execute(() -> store.put(key, FILE)));
    pool.shutdown();
    if (!pool.awaitTermination(1, TimeUnit.HOURS)) {
      throw new IllegalStateException("The bucket was not filled within an hour");
    }
  }

  /** Inserts a catalogue row for every listed object. */
  void catalogue(DatabaseAdmin database) throws SQLException {
    try (var connection = database.connect();
        var insert = connection.prepareStatement(INSERT_VIDEO)) {
      connection.setAutoCommit(false);
      var inserted = 0;
      var objects = store.list(ObjectKey.PREFIX).iterator();
      while (objects.hasNext()) {
        add(insert, objects.next());
        if (++inserted % BATCH_SIZE == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
      connection.commit();
    }
    database.execute("analyze video");
  }

  /** Reads the whole listing and returns the number of objects. */
  long list() {
    return store.list(ObjectKey.PREFIX).count();
  }

  private void add(PreparedStatement insert, ListedObject object) throws SQLException {
    insert.setString(1, new ObjectKey(object.key()).uploadId().orElseThrow().value());
    insert.setString(2, store.bucket());
    insert.setString(3, object.key());
    insert.setLong(4, object.size());
    insert.setString(5, object.etag());
    insert.addBatch();
  }

  private static Stream<String> keys(int objects) {
    var random = new Random(SEED);
    return Stream.generate(() -> ObjectKey.ofSource(RandomId.random(random)).value())
        .limit(objects);
  }
}
