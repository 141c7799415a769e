package dev.slipway.storage.client;

import dev.slipway.observability.Spans;
import dev.slipway.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.opentelemetry.api.trace.TracerProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The connections that the server itself has with the store, and the places of calls on them. */
@Singleton
public class StoreConnection {
  private static final int MAX_CALLS = 64;

  /** Each may take minutes: they must not take the places of calls of milliseconds. */
  private static final int MAX_SLOW_CALLS = 16;

  private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(2);

  private final StoreConfig config;
  private final OkHttpClient http;
  private final MinioClient client;
  private final MinioAsyncClient asyncClient;
  private final MinioAsyncClient slowOperationsClient;
  private final StoreCallExecutor calls;
  private final StoreCallExecutor slowCalls;

  @Inject
  StoreConnection(StoreConfig config, StoreMetrics metrics) {
    this.config = config;
    this.calls = new StoreCallExecutor(MAX_CALLS, PERMIT_TIMEOUT, metrics);
    this.slowCalls = new StoreCallExecutor(MAX_SLOW_CALLS, PERMIT_TIMEOUT, metrics);
    metrics.registerPermitGauge("calls", calls::permitsInUse);
    metrics.registerPermitGauge("completions", slowCalls::permitsInUse);
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(config.timeout())
            .connectTimeout(config.timeout())
            .dispatcher(dispatcher())
            .connectionPool(new ConnectionPool(MAX_CALLS, 1, TimeUnit.MINUTES))
            .build();
    this.client =
        MinioClient.builder()
            .endpoint(config.endpoint().toString())
            // Without it the first call asks the store for the bucket's region.
            .region(config.region())
            .credentials(config.accessKey(), config.secretKey())
            .httpClient(http)
            .build();
    this.asyncClient = asynchronous(http);
    this.slowOperationsClient = asynchronous(patient());
  }

  /** One that nobody measures. */
  StoreConnection(StoreConfig config) {
    this(
        config,
        new StoreMetrics(
            new SimpleMeterRegistry(), new Spans(TracerProvider.noop().get("nobody"))));
  }

  /** With the time limits of calls. */
  public OkHttpClient http() {
    return http;
  }

  public MinioClient client() {
    return client;
  }

  /** For the calls that the other client does not have. */
  public MinioAsyncClient asyncClient() {
    return asyncClient;
  }

  /** For the one call during which a store may copy a whole file. */
  public MinioAsyncClient slowOperationsClient() {
    return slowOperationsClient;
  }

  public StoreCallExecutor calls() {
    return calls;
  }

  public StoreCallExecutor slowCalls() {
    return slowCalls;
  }

  /**
   * For an answer that never ends; only silence ends it. Its calls can be cancelled without
   * touching any other.
   */
  OkHttpClient streamingClient(Duration longestSilence) {
    return http.newBuilder().callTimeout(Duration.ZERO).readTimeout(longestSilence).build();
  }

  /** For answers that are of interest as they are, and soon: no redirect is followed. */
  OkHttpClient shortTimeoutClient(Duration patience) {
    return http.newBuilder().callTimeout(patience).followRedirects(false).build();
  }

  @PreDestroy
  void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private MinioAsyncClient asynchronous(OkHttpClient transport) {
    return MinioAsyncClient.builder()
        .endpoint(config.endpoint().toString())
        .region(config.region())
        .credentials(config.accessKey(), config.secretKey())
        .httpClient(transport)
        .build();
  }

  private OkHttpClient patient() {
    return http.newBuilder()
        .callTimeout(config.completionTimeout())
        .readTimeout(config.completionTimeout())
        .build();
  }

  /** The client queues what exceeds the limit of a host, five by default, with no time limit. */
  private static Dispatcher dispatcher() {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MAX_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CALLS);
    return dispatcher;
  }
}
