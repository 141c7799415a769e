package dev.slipway.embedded;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** Uses the store with pre-signed URLs, as a browser does. */
final class PresignedUrlClient {
  private static final String BUCKET = "slipway-videos";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> properties;
  private final MinioClient signer;

  /** Sent with each request; null for none. */
  String authorization;

  PresignedUrlClient(Map<String, String> properties) {
    this.properties = properties;
    this.signer = builder().build();
  }

  int put(String key, String content) throws Exception {
    return put(BUCKET, key, content);
  }

  int put(String bucket, String key, String content) throws Exception {
    var request =
        HttpRequest.newBuilder(sign(Http.Method.PUT, bucket, key))
            .header("Content-Type", "video/mp4")
            .PUT(BodyPublishers.ofString(content));
    return send(request).statusCode();
  }

  /** Puts an object with a header that is not signed. */
  HttpResponse<String> putWithUnsignedHeader(String key, String header, String value)
      throws Exception {
    return send(
        HttpRequest.newBuilder(sign(Http.Method.PUT, BUCKET, key))
            .header(header, value)
            .PUT(BodyPublishers.ofString("x")));
  }

  /** Gets an object without a signature. */
  int getAnonymously(String key) throws Exception {
    var signed = sign(Http.Method.GET, BUCKET, key);
    return send(HttpRequest.newBuilder(URI.create(signed.toString().replaceFirst("[?].*", ""))))
        .statusCode();
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

  /**
   * Puts an object with a signature in a header, and with further headers that are not signed.
   *
   * @return the error code, or empty if the store accepted it
   */
  Optional<String> putSignedInHeader(String key, Map<String, String> unsigned) throws Exception {
    var client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  var request = chain.request().newBuilder();
                  unsigned.forEach(request::header);
                  return chain.proceed(request.build());
                })
            .build();
    var content = new byte[] {1};
    try (var minio = builder().httpClient(client).build()) {
      minio.putObject(
          PutObjectArgs.builder().bucket(BUCKET).object(key).data(content, content.length).build());
      return Optional.empty();
    } catch (ErrorResponseException e) {
      return Optional.of(e.errorResponse().code());
    }
  }

  private MinioClient.Builder builder() {
    return MinioClient.builder()
        .endpoint(properties.get("slipway.store.endpoint"))
        .region(properties.get("slipway.store.region"))
        .credentials(
            properties.get("slipway.store.access-key"), properties.get("slipway.store.secret-key"));
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
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
