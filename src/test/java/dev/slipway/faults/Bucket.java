package dev.slipway.faults;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/** Accesses the video bucket directly, with the root keys of the store. */
final class Bucket {
  private final MinioAsyncClient client;

  Bucket(StoreServer store) {
    client =
        MinioAsyncClient.builder()
            .endpoint("http://127.0.0.1:" + store.port())
            .region("us-east-1")
            .credentials(store.rootKeys().access(), store.rootKeys().secret())
            .build();
  }

  /** Lists the objects that may be videos, by key. */
  TreeMap<String, ListedObject> list() throws MinioException {
    var objects = new TreeMap<String, ListedObject>();
    var request =
        ListObjectsArgs.builder()
            .bucket(StoreServer.VIDEO_BUCKET)
            .prefix("videos/")
            .recursive(true)
            .build();
    for (var result : client.listObjects(request)) {
      var item = result.get();
      if (!item.objectName().startsWith("videos/.slipway/")) {
        objects.put(
            item.objectName(), new ListedObject(item.size(), item.etag().replace("\"", "")));
      }
    }
    return objects;
  }

  /** Returns the SHA-256 checksum that the store keeps of an object, or null. */
  String checksum(String key) {
    var request =
        StatObjectArgs.builder()
            .bucket(StoreServer.VIDEO_BUCKET)
            .object(key)
            .fetchChecksum(true)
            .build();
    return client.statObject(request).join().headers().get("x-amz-checksum-sha256");
  }

  /** Whether the derived bucket has the marker of a deleted object. */
  boolean hasMarker(String key) {
    var marker = key.replaceFirst("^videos/", "videos/.deleted/");
    try {
      client
          .statObject(
              StatObjectArgs.builder().bucket(StoreServer.DERIVED_BUCKET).object(marker).build())
          .join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof ErrorResponseException error && error.response().code() == 404) {
        return false;
      }
      throw e;
    }
  }

  /** Lists the keys of the files that are made from a video, in the derived bucket. */
  Set<String> listDerived(String videoId) {
    var keys = new TreeSet<String>();
    var request =
        ListObjectsArgs.builder()
            .bucket(StoreServer.DERIVED_BUCKET)
            .prefix("videos/" + videoId + "/")
            .recursive(true)
            .build();
    try {
      for (var result : client.listObjects(request)) {
        keys.add(result.get().objectName());
      }
    } catch (MinioException e) {
      throw new IllegalStateException(e);
    }
    return keys;
  }

  byte[] get(String key) throws IOException {
    try (var object =
        client
            .getObject(GetObjectArgs.builder().bucket(StoreServer.VIDEO_BUCKET).object(key).build())
            .join()) {
      return object.readAllBytes();
    }
  }

  /** Puts an object without the application, as any other tool does. */
  void put(String key, byte[] bytes) {
    client
        .putObject(
            PutObjectArgs.builder().bucket(StoreServer.VIDEO_BUCKET).object(key).stream(
                    new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .contentType("video/mp4")
                .build())
        .join();
  }

  void remove(String key) {
    client
        .removeObject(
            RemoveObjectArgs.builder().bucket(StoreServer.VIDEO_BUCKET).object(key).build())
        .join();
  }

  /** Returns whether the store still has a multipart upload with its parts. */
  boolean hasMultipartUpload(String key, String uploadId) {
    return countParts(StoreServer.VIDEO_BUCKET, key, uploadId).isPresent();
  }

  /** Counts the parts of a multipart upload; empty if the store has no such upload. */
  OptionalInt countParts(String bucket, String key, String uploadId) {
    var request = ListPartsArgs.builder().bucket(bucket).object(key).uploadId(uploadId).build();
    try {
      return OptionalInt.of(client.listParts(request).join().result().parts().size());
    } catch (CompletionException e) {
      if (e.getCause() instanceof ErrorResponseException error
          && error.errorResponse().code().equals("NoSuchUpload")) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /**
   * An object in the listing of the bucket.
   *
   * @param etag the ETag without quotes
   */
  record ListedObject(long size, String etag) {}
}
