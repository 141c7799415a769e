package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.UriEncoding;
import dev.slipway.storage.signing.SignatureTime;
import io.minio.errors.MinioException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Listens to events of the videos bucket through MinIO's own API, {@code GET
 * /<bucket>?prefix=…&events=…&ping=…}. S3 and most other stores do not have it.
 *
 * <p>The store keeps no events for a listener: events between two streams, and events that the
 * store drops because they are read too slowly, are lost.
 *
 * @see <a
 *     href="https://github.com/minio/minio/blob/master/cmd/listen-notification-handlers.go">MinIO's
 *     implementation</a>
 */
@ApplicationScoped
public class BucketListener {
  /**
   * Sorted, because the signature requires it. {@code ObjectCreated:*} would include changes of
   * tags and retention.
   */
  private static final List<String> EVENTS =
      List.of(
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Put",
          "s3:ObjectRemoved:*");

  /** Pings must be requested, because the response headers arrive only with the first line. */
  private static final int PING_INTERVAL_SECONDS = 2;

  /** After five missing pings the connection is dead. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5 * PING_INTERVAL_SECONDS);

  /** Allows for a difference between the clocks. The store checks it when the request arrives. */
  private static final int URL_LIFETIME_SECONDS = 300;

  /** The answers of stores without this API. */
  private static final Set<Integer> UNSUPPORTED_STATUSES = Set.of(400, 404, 405, 501);

  private static final int FORBIDDEN = 403;

  private final StoreConfig config;
  private final Clock clock;
  private final OkHttpClient httpClient;
  private volatile Call call;
  private volatile boolean stopped;

  BucketListener(StoreConfig config, StoreConnection connection, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.httpClient = connection.streamingClient(READ_TIMEOUT);
  }

  /**
   * Starts to listen. The stream has all events from now on.
   *
   * @param maxLineLength maximum number of bytes that are kept of a line
   * @throws ListeningRefusedException if the store refuses until an operator changes its settings
   * @throws IOException if the store does not answer now
   */
  public BucketEventStream listen(int maxLineLength) throws IOException {
    call = httpClient.newCall(new Request.Builder().url(signedUrl()).build());
    // stop() sets the flag before it cancels the call, so one of the two ends this call.
    if (stopped) {
      throw new IOException("listening has ended");
    }
    var response = send();
    try {
      requireStream(response);
      return new BucketEventStream(response.body(), maxLineLength);
    } catch (IOException e) {
      response.close();
      throw e;
    }
  }

  /** Ends the open stream at once and permanently; its reader gets an {@link IOException}. */
  public void stop() {
    stopped = true;
    var current = call;
    if (current != null) {
      current.cancel();
    }
  }

  private HttpUrl signedUrl() throws IOException {
    var url = HttpUrl.get(config.endpoint()).newBuilder().addPathSegment(config.bucket());
    EVENTS.forEach(event -> url.addEncodedQueryParameter("events", UriEncoding.encode(event)));
    url.addEncodedQueryParameter("ping", Integer.toString(PING_INTERVAL_SECONDS));
    url.addEncodedQueryParameter("prefix", UriEncoding.encode(ObjectKey.PREFIX));
    return sign(url.build());
  }

  /** Uses the S3 client's signer, because Slipway's own supports no repeated parameters. */
  private HttpUrl sign(HttpUrl url) throws IOException {
    var request =
        new Request.Builder()
            .url(url)
            .header("Host", authority(url))
            .header("X-Amz-Date", SignatureTime.timestamp(clock.instant()))
            .build();
    try {
      return io.minio.Signer.presignV4(
          request, config.region(), config.accessKey(), config.secretKey(), URL_LIFETIME_SECONDS);
    } catch (MinioException e) {
      throw new IOException(e);
    }
  }

  private static String authority(HttpUrl url) {
    return url.port() == HttpUrl.defaultPort(url.scheme())
        ? url.host()
        : url.host() + ":" + url.port();
  }

  private Response send() throws IOException {
    try {
      return call.execute();
    } catch (SocketTimeoutException e) {
      // Either the store is down, or it is a MinIO release that never flushes the response headers.
      throw new IOException("the store does not answer, or buffers its answer", e);
    }
  }

  private void requireStream(Response response) throws IOException {
    if (UNSUPPORTED_STATUSES.contains(response.code())
        || response.isSuccessful() && !isStream(response)) {
      throw new ListeningRefusedException(
          ("The store at %s does not support listening to the bucket %s (it answers %d). Set"
                  + " SLIPWAY_NOTIFICATIONS_TRANSPORT to webhook or kafka, or check the bucket's"
                  + " name.")
              .formatted(config.endpoint(), config.bucket(), response.code()));
    }
    if (response.code() == FORBIDDEN) {
      throw new ListeningRefusedException(
          ("The store at %s forbids listening to the bucket %s. Check the access key, and allow it"
                  + " s3:ListenBucketNotification.")
              .formatted(config.endpoint(), config.bucket()));
    }
    if (!response.isSuccessful()) {
      throw new IOException("the store answers " + response.code());
    }
  }

  /** S3 ignores the unknown parameters and answers with an XML listing of the bucket. */
  private static boolean isStream(Response response) {
    return response.header("Content-Type", "").startsWith("text/event-stream");
  }
}
