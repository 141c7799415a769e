package dev.slipway.faults;

import io.minio.GetObjectArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.TreeMap;

/** The bucket of videos, as its owner sees it who knows nothing of the application. */
final class Bucket {
  private final MinioAsyncClient client;

  Bucket(StoreServer store) {
    client =
        MinioAsyncClient.builder()
            .endpoint("http://127.0.0.1:" + store.port())
            .region("us-east-1")
            .credentials(store.keys().access(), store.keys().secret())
            .build();
  }

  /** Every object that may be a video, by its key. */
  TreeMap<String, Listed> list() throws MinioException {
    var all = new TreeMap<String, Listed>();
    var request =
        ListObjectsArgs.builder()
            .bucket(StoreServer.VIDEOS)
            .prefix("videos/")
            .recursive(true)
            .build();
    for (var result : client.listObjects(request)) {
      var item = result.get();
      if (!item.objectName().startsWith("videos/.slipway/")) {
        all.put(item.objectName(), new Listed(item.size(), item.etag().replace("\"", "")));
      }
    }
    return all;
  }

  /** What a checksum of the whole object the store keeps, or null. */
  String checksum(String key) {
    var head =
        client
            .statObject(StatObjectArgs.builder().bucket(StoreServer.VIDEOS).object(key).build())
            .join();
    return head.headers().get("x-amz-checksum-sha256");
  }

  byte[] get(String key) throws IOException {
    try (var object =
        client
            .getObject(GetObjectArgs.builder().bucket(StoreServer.VIDEOS).object(key).build())
            .join()) {
      return object.readAllBytes();
    }
  }

  /** As any other tool does. */
  void put(String key, byte[] bytes) {
    client
        .putObject(
            PutObjectArgs.builder().bucket(StoreServer.VIDEOS).object(key).stream(
                    new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .contentType("video/mp4")
                .build())
        .join();
  }

  void remove(String key) {
    client
        .removeObject(RemoveObjectArgs.builder().bucket(StoreServer.VIDEOS).object(key).build())
        .join();
  }

  /** How many multipart uploads of a key there are, whose parts nobody has put together. */
  int unfinished(String key) {
    var request = ListMultipartUploadsArgs.builder().bucket(StoreServer.VIDEOS).prefix(key).build();
    return client.listMultipartUploads(request).join().result().uploads().size();
  }

  /**
   * @param etag without quotes
   */
  record Listed(long size, String etag) {}
}
