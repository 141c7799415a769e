package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.UriEncoding;
import dev.slipway.storage.signing.Signer;
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
 * Listens to what happens to the videos bucket by MinIO's own API, {@code GET
 * /<bucket>?prefix=…&events=…&ping=…}. S3 and most other stores do not have it.
 *
 * <p>Nothing is kept for who does not listen: what happens between two streams, and what the store
 * drops since it is read too slowly, is never told.
 *
 * @see <a
 *     href="https://github.com/minio/minio/blob/master/cmd/listen-notification-handlers.go">MinIO's
 *     side of it</a>
 */
@ApplicationScoped
public class BucketListener {
  /** Sorted, as the signature wants them. ObjectCreated:* would tell of tags and retention too. */
  private static final List<String> EVENTS =
      List.of(
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Put",
          "s3:ObjectRemoved:*");

  /** Asked for, since the answer's headers too come no sooner than the first of them. */
  private static final int PING_INTERVAL_SECONDS = 2;

  /** Five missing in a row: the connection is dead. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5 * PING_INTERVAL_SECONDS);

  /** For the store's clock; judged when the request arrives. */
  private static final int URL_LIFETIME_SECONDS = 300;

  /** What stores without this API answer. */
  private static final Set<Integer> UNSUPPORTED_STATUSES = Set.of(400, 404, 405, 501);

  private static final int FORBIDDEN = 403;

  private final StoreConfig config;
  private final Clock clock;
  private final OkHttpClient http;
  private volatile Call call;
  private volatile boolean stopped;

  BucketListener(StoreConfig config, StoreConnection connection, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.http = connection.streamingClient(READ_TIMEOUT);
  }

  /**
   * Begins to listen. What is told from now on is in the stream.
   *
   * @param longest bytes that are kept of one line
   * @throws ListeningRefusedException where the store will not do this until something is mended
   * @throws IOException where it does not answer now
   */
  public BucketEventStream listen(int longest) throws IOException {
    call = http.newCall(new Request.Builder().url(signed()).build());
    // Whoever stops sets the flag first, and cancels then: one of the two ends this call.
    if (stopped) {
      throw new IOException("listening has ended");
    }
    var response = send();
    try {
      requireStream(response);
      return new BucketEventStream(response.body(), longest);
    } catch (IOException e) {
      response.close();
      throw e;
    }
  }

  /** Ends what is open, at once and for good; whoever reads gets an {@link IOException}. */
  public void stop() {
    stopped = true;
    var current = call;
    if (current != null) {
      current.cancel();
    }
  }

  private Response send() throws IOException {
    try {
      return call.execute();
    } catch (SocketTimeoutException e) {
      // Besides a store that is away: one of the releases of MinIO that never flush this answer.
      throw new IOException("it does not answer, or holds its answer back", e);
    }
  }

  private void requireStream(Response response) throws IOException {
    if (UNSUPPORTED_STATUSES.contains(response.code())
        || response.isSuccessful() && !isStream(response)) {
      throw new ListeningRefusedException(
          ("The store at %s has no API to listen to the bucket %s (it answers %d). Choose webhook or"
                  + " kafka as SLIPWAY_NOTIFICATIONS_TRANSPORT, or check the bucket's name.")
              .formatted(config.endpoint(), config.bucket(), response.code()));
    }
    if (response.code() == FORBIDDEN) {
      throw new ListeningRefusedException(
          ("The store at %s does not let us listen to the bucket %s. Check the access key, and"
                  + " allow it s3:ListenBucketNotification.")
              .formatted(config.endpoint(), config.bucket()));
    }
    if (!response.isSuccessful()) {
      throw new IOException("it answers " + response.code());
    }
  }

  /** S3 ignores parameters that it does not know, and lists the bucket in XML. */
  private static boolean isStream(Response response) {
    return response.header("Content-Type", "").startsWith("text/event-stream");
  }

  private HttpUrl signed() throws IOException {
    var url = HttpUrl.get(config.endpoint()).newBuilder().addPathSegment(config.bucket());
    EVENTS.forEach(event -> url.addEncodedQueryParameter("events", UriEncoding.encode(event)));
    url.addEncodedQueryParameter("ping", Integer.toString(PING_INTERVAL_SECONDS));
    url.addEncodedQueryParameter("prefix", UriEncoding.encode(ObjectKey.PREFIX));
    return sign(url.build());
  }

  /** By the client's own signer: ours knows no parameter that comes several times. */
  private HttpUrl sign(HttpUrl url) throws IOException {
    var request =
        new Request.Builder()
            .url(url)
            .header("Host", authority(url))
            .header("X-Amz-Date", Signer.TIMESTAMP.format(clock.instant()))
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
}
