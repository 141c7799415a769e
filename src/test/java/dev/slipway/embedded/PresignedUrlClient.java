package dev.slipway.embedded;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uses the store with pre-signed URLs, as a browser does. */
final class PresignedUrlClient {
  private static final String BUCKET = "slipway-videos";

  private final HttpClient http = HttpClient.newHttpClient();
  private final MinioClient signer;

  PresignedUrlClient(Map<String, String> properties) {
    signer =
        MinioClient.builder()
            .endpoint(properties.get("slipway.store.endpoint"))
            .region(properties.get("slipway.store.region"))
            .credentials(
                properties.get("slipway.store.access-key"),
                properties.get("slipway.store.secret-key"))
            .build();
  }

  int put(String key, String content) throws Exception {
    return put(BUCKET, key, content);
  }

  int put(String bucket, String key, String content) throws Exception {
    var request =
        HttpRequest.newBuilder(sign(Http.Method.PUT, bucket, key))
            .header("Content-Type", "video/mp4")
            .header("x-amz-meta-slipway-owner", "creator")
            .PUT(BodyPublishers.ofString(content));
    return send(request).statusCode();
  }

  HttpResponse<String> get(String key, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(sign(Http.Method.GET, BUCKET, key));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  List<String> list(String prefix) throws Exception {
    var request = ListObjectsArgs.builder().bucket(BUCKET).prefix(prefix).recursive(true).build();
    var keys = new ArrayList<String>();
    for (var object : signer.listObjects(request)) {
      keys.add(object.get().objectName());
    }
    return keys;
  }

  int delete(String key) throws Exception {
    return send(HttpRequest.newBuilder(sign(Http.Method.DELETE, BUCKET, key)).DELETE())
        .statusCode();
  }

  /** The preflight request of a browser before a PUT from another origin. */
  HttpResponse<String> preflight(String key) throws Exception {
    return send(
        HttpRequest.newBuilder(sign(Http.Method.PUT, BUCKET, key))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", "http://localhost:8080")
            .header("Access-Control-Request-Method", "PUT")
            .header(
                "Access-Control-Request-Headers",
                "content-type,if-none-match,x-amz-checksum-sha256,x-amz-meta-slipway-owner"));
  }

  private URI sign(Http.Method method, String bucket, String key) throws Exception {
    return URI.create(
        signer.getPresignedObjectUrl(
            GetPresignedObjectUrlArgs.builder()
                .method(method)
                .bucket(bucket)
                .object(key)
                .expiry(60)
                .build()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
