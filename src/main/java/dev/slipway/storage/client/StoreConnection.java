package dev.slipway.storage.client;

import dev.slipway.observability.Spans;
import dev.slipway.storage.StoreConfig;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The S3 and HTTP clients for the application's own calls, and the limits of these calls. */
@Singleton
class StoreConnection {
  private static final int MAX_CALLS = 64;

  /** Slow calls may take minutes, so they must not use the permits of calls of milliseconds. */
  private static final int MAX_SLOW_CALLS = 16;

  /** Transfers of whole parts. More wait, which slows their clients down. */
  private static final int MAX_TRANSFERS = 16;

  private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(2);

  private final StoreConfig config;
  private final OkHttpClient httpClient;
  private final MinioClient client;
  private final MinioAsyncClient asyncClient;
  private final MinioAsyncClient slowOperationsClient;
  private final StoreCallExecutor calls;
  private final StoreCallExecutor slowCalls;
  private final OkHttpClient transferClient;
  private final StoreCallExecutor transfers;

  StoreConnection(StoreConfig config, StoreMetrics metrics, Spans spans) {
    this.config = config;
    this.calls = new StoreCallExecutor(MAX_CALLS, PERMIT_TIMEOUT, metrics, spans);
    this.slowCalls = new StoreCallExecutor(MAX_SLOW_CALLS, PERMIT_TIMEOUT, metrics, spans);
    this.transfers =
        new StoreCallExecutor(MAX_TRANSFERS, config.completionTimeout(), metrics, spans);
    metrics.registerPermitGauge("calls", calls::permitsInUse);
    metrics.registerPermitGauge("completions", slowCalls::permitsInUse);
    metrics.registerPermitGauge("transfers", transfers::permitsInUse);
    this.httpClient =
        new OkHttpClient.Builder()
            .callTimeout(config.timeout())
            .connectTimeout(config.timeout())
            // The defaults of these two limits are 10 s.
            .readTimeout(config.timeout())
            .writeTimeout(config.timeout())
            .dispatcher(dispatcher())
            .connectionPool(new ConnectionPool(MAX_CALLS, 1, TimeUnit.MINUTES))
            .build();
    this.client =
        MinioClient.builder()
            .endpoint(config.endpoint().toString())
            // Without a region the first call asks the store for the bucket's region.
            .region(config.region())
            .credentials(config.accessKey(), config.secretKey())
            .httpClient(httpClient)
            .build();
    this.asyncClient = asyncClient(httpClient);
    this.transferClient = slowHttpClient();
    this.slowOperationsClient = asyncClient(transferClient);
  }

  /** An HTTP client with the time limits of ordinary calls. */
  OkHttpClient httpClient() {
    return httpClient;
  }

  /** The client of most calls. */
  MinioClient client() {
    return client;
  }

  /** For the calls that only the asynchronous client offers. */
  MinioAsyncClient asyncClient() {
    return asyncClient;
  }

  /** For completing multipart uploads, during which a store may copy a whole file. */
  MinioAsyncClient slowOperationsClient() {
    return slowOperationsClient;
  }

  StoreCallExecutor calls() {
    return calls;
  }

  StoreCallExecutor slowCalls() {
    return slowCalls;
  }

  /** An HTTP client for bodies of many megabytes, which may take minutes. */
  OkHttpClient transferClient() {
    return transferClient;
  }

  /** The same client with another limit of the time of a call, if this is shorter. */
  OkHttpClient transferClient(Duration timeout) {
    return timeout.compareTo(config.completionTimeout()) >= 0
        ? transferClient
        : transferClient.newBuilder().callTimeout(timeout).build();
  }

  /** The limit of calls with such bodies. */
  StoreCallExecutor transfers() {
    return transfers;
  }

  /**
   * An HTTP client for a response that never ends: only a pause longer than the timeout ends it.
   * Cancelling its calls affects no other client.
   */
  OkHttpClient streamingClient(Duration readTimeout) {
    return httpClient.newBuilder().callTimeout(Duration.ZERO).readTimeout(readTimeout).build();
  }

  /** An HTTP client that follows no redirects, for callers that examine the response itself. */
  OkHttpClient shortTimeoutClient(Duration timeout) {
    return httpClient.newBuilder().callTimeout(timeout).followRedirects(false).build();
  }

  @PreDestroy
  void close() {
    httpClient.connectionPool().evictAll();
    httpClient.dispatcher().executorService().shutdown();
    transferClient.dispatcher().executorService().shutdown();
  }

  /** The default dispatcher makes more than five calls to a host wait without a time limit. */
  private static Dispatcher dispatcher() {
    var dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MAX_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CALLS);
    return dispatcher;
  }

  private MinioAsyncClient asyncClient(OkHttpClient transport) {
    return MinioAsyncClient.builder()
        .endpoint(config.endpoint().toString())
        .region(config.region())
        .credentials(config.accessKey(), config.secretKey())
        .httpClient(transport)
        .build();
  }

  /** Has a dispatcher of its own: in a shared one, slow calls would delay the others. */
  private OkHttpClient slowHttpClient() {
    return httpClient
        .newBuilder()
        .dispatcher(dispatcher())
        .callTimeout(config.completionTimeout())
        .readTimeout(config.completionTimeout())
        .writeTimeout(config.completionTimeout())
        .build();
  }
}
