package dev.slipway.benchmark;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Writes, lists and removes objects of the store directly, without the application. */
public final class StoreAdmin {
  /** The number of concurrent calls; the default of the client is five. */
  public static final int MAX_CONCURRENT_CALLS = 32;

  private final MinioClient client;
  private final String bucket;

  StoreAdmin(Map<String, String> environment) {
    client =
        MinioClient.builder()
            .endpoint(environment.get("SLIPWAY_STORE_ENDPOINT"))
            .region(environment.getOrDefault("SLIPWAY_STORE_REGION", "us-east-1"))
            .credentials(
                environment.get("SLIPWAY_STORE_ACCESS_KEY"),
                environment.get("SLIPWAY_STORE_SECRET_KEY"))
            .httpClient(connections())
            .build();
    bucket = environment.getOrDefault("SLIPWAY_STORE_BUCKET", "slipway-videos");
  }

  public String bucket() {
    return bucket;
  }

  public void put(String key, byte[] content) {
    var request =
        PutObjectArgs.builder().bucket(bucket).object(key).contentType("video/mp4").stream(
                new ByteArrayInputStream(content), (long) content.length, -1L)
            .build();
    try {
      client.putObject(request);
    } catch (MinioException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lists objects in the order of their keys, page by page. */
  public Stream<ListedObject> list(String prefix) {
    var request = ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build();
    return StreamSupport.stream(client.listObjects(request).spliterator(), false)
        .map(StoreAdmin::toListedObject);
  }

  public void remove(String key) {
    try {
      client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ListedObject toListedObject(Result<Item> result) {
    try {
      var item = result.get();
      return new ListedObject(item.objectName(), item.size(), item.etag().replace("\"", ""));
    } catch (MinioException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OkHttpClient connections() {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(new ConnectionPool(MAX_CONCURRENT_CALLS, 1, TimeUnit.MINUTES))
        .build();
  }

  /**
   * An object in the listing of the store.
   *
   * @param size bytes
   */
  public record ListedObject(String key, long size, String etag) {}
}
