package dev.slipway.benchmark;

import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.errors.MinioException;
import java.util.Map;

/** Removes from the store what was measured, so that a benchmark needs room for one object. */
public final class StoreOwner {
  private final MinioClient client;
  private final String bucket;

  StoreOwner(Map<String, String> environment) {
    client =
        MinioClient.builder()
            .endpoint(environment.get("SLIPWAY_STORE_ENDPOINT"))
            .region(environment.getOrDefault("SLIPWAY_STORE_REGION", "us-east-1"))
            .credentials(
                environment.get("SLIPWAY_STORE_ACCESS_KEY"),
                environment.get("SLIPWAY_STORE_SECRET_KEY"))
            .build();
    bucket = environment.getOrDefault("SLIPWAY_STORE_BUCKET", "slipway-videos");
  }

  public void remove(String key) {
    try {
      client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    } catch (MinioException e) {
      throw new IllegalStateException(e);
    }
  }
}
