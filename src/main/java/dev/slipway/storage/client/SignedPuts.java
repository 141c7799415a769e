package dev.slipway.storage.client;

import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;

/**
 * PUTs bytes that pass through the application. Each request has the same signature as that of a
 * browser, which binds length, checksum, type and metadata, but for the endpoint that the
 * application uses.
 */
final class SignedPuts {
  private static final Duration URL_LIFETIME = Duration.ofMinutes(15);
  private static final long MAX_ERROR_SIZE = 64 << 10;

  private final String bucket;
  private final Presigner presigner;
  private final OkHttpClient httpClient;
  private final StoreCallExecutor calls;

  SignedPuts(StoreConfig config, StoreConnection connection, Clock clock) {
    this(config, connection, connection.transferClient(), clock);
  }

  /**
   * @param httpClient limits the time of a PUT
   */
  SignedPuts(StoreConfig config, StoreConnection connection, OkHttpClient httpClient, Clock clock) {
    this.bucket = config.bucket();
    this.presigner = new Presigner(config, new StoreOrigin(config.endpoint()), clock);
    this.httpClient = httpClient;
    this.calls = connection.transfers();
  }

  /**
   * Stores a whole object.
   *
   * @return false if the store already has an object under the key
   */
  boolean put(
      ObjectKey key, String contentType, Map<String, String> metadata, ObjectContent content) {
    var constraints =
        new PutConstraints(contentType, content.size(), content.checksumSha256(), metadata);
    // Signed when the call has a permit, because waiting for it must not use up the lifetime.
    return calls
        .call(
            StoreOperation.PUT,
            key,
            () -> {
              var url = presigner.presignPut(key, constraints, URL_LIFETIME);
              return send(key, url.url().toString(), url.headers(), content);
            })
        .isPresent();
  }

  /**
   * Stores a part.
   *
   * @return the ETag of the part; empty if the store does not know the multipart upload
   */
  Optional<String> putPart(
      ObjectKey key, String uploadId, int number, boolean checksum, ObjectContent content) {
    var sha256 = checksum ? content.checksumSha256() : null;
    return calls.call(
        StoreOperation.PUT_PART,
        key,
        () -> {
          var parts = presigner.forParts(key, uploadId, URL_LIFETIME);
          var url = parts.presign(number, content.size(), sha256);
          return send(key, url, parts.headers(sha256), content);
        });
  }

  /** Returns the ETag without quotes; an empty text if the store sends none. */
  private String send(ObjectKey key, String url, Map<String, String> headers, ObjectContent content)
      throws ErrorResponseException, IOException {
    var request = new Request.Builder().url(url).put(body(content));
    headers.forEach(request::header);
    try (var response = httpClient.newCall(request.build()).execute()) {
      if (!response.isSuccessful()) {
        throw toException(key, response);
      }
      return response.header("ETag", "").replace("\"", "");
    }
  }

  private ErrorResponseException toException(ObjectKey key, Response response) throws IOException {
    var code =
        ResponseXml.parse(response.peekBody(MAX_ERROR_SIZE).string())
            .map(root -> ResponseXml.textOf(root, "Code"))
            .orElse("");
    var error = new ErrorResponse(code, code, bucket, key.value(), null, null, null);
    return new ErrorResponseException(error, response, null);
  }

  private static RequestBody body(ObjectContent content) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public long contentLength() {
        return content.size();
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        try (var source = Okio.source(content.open())) {
          sink.writeAll(source);
        }
      }
    };
  }
}
