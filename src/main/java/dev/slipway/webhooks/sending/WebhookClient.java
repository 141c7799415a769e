package dev.slipway.webhooks.sending;

import dev.slipway.webhooks.WebhooksConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends requests to receivers. A name is resolved once, and the connection goes to exactly the
 * address that was checked, so a name that changes in between leads nowhere else. TLS still
 * verifies the name. Redirects are not followed, no proxy is used, no cookie is kept, and nothing
 * of a response but its status and {@code Retry-After} is read.
 */
@ApplicationScoped
public class WebhookClient {
  private static final Logger LOG = Logger.getLogger(WebhookClient.class);

  /** So much of a response is read and discarded before the connection is closed. */
  static final int MAX_RESPONSE_SIZE = 64 * 1024;

  /**
   * The operating system may take three times as long to resolve a name as an attempt, and can't be
   * told to stop. So a few attempts whose names are slow leave threads for the others.
   */
  private static final int LOOKUPS_PER_ATTEMPT = 4;

  private final AddressPolicy addresses;
  private final HostResolver resolver;
  private final Duration timeout;
  private final String userAgent;
  private final HttpClient client;
  private final ExecutorService lookups;
  private final Clock clock;

  @Inject
  WebhookClient(
      WebhooksConfig config,
      AddressPolicy addresses,
      @ConfigProperty(name = "quarkus.application.version") String version,
      Vertx vertx,
      Clock clock) {
    this(
        addresses,
        HostResolver.SYSTEM,
        config.timeout(),
        version,
        vertx.createHttpClient(options(config.timeout(), config.concurrency())),
        config.concurrency(),
        clock);
  }

  WebhookClient(
      AddressPolicy addresses,
      HostResolver resolver,
      Duration timeout,
      String version,
      HttpClient client,
      int concurrency,
      Clock clock) {
    this.addresses = addresses;
    this.resolver = resolver;
    this.timeout = timeout;
    this.userAgent = "Slipway/" + version;
    this.client = client;
    this.lookups = newPool(concurrency);
    this.clock = clock;
  }

  static HttpClientOptions options(Duration timeout, int concurrency) {
    return new HttpClientOptions()
        // Each request has a connection of its own, to the address that was checked for it.
        .setKeepAlive(false)
        .setMaxPoolSize(concurrency)
        .setConnectTimeout((int) timeout.toMillis())
        .setDecompressionSupported(false)
        // Receivers learn nothing about requests inside of this application.
        .setTracingPolicy(TracingPolicy.IGNORE);
  }

  /** Threads that exist only while they are needed. It refuses more lookups than that. */
  private static ExecutorService newPool(int concurrency) {
    return new ThreadPoolExecutor(
        0, concurrency * LOOKUPS_PER_ATTEMPT, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
  }

  /** Sends a message and waits for the result. Blocks up to the timeout. */
  public SendResult send(String url, Message message) {
    var attempt = new Attempt(clock.instant(), System.nanoTime());
    if (message.keys().isEmpty()) {
      return attempt.failed(Outcome.UNSIGNED);
    }
    TargetUrl target;
    List<InetAddress> found;
    try {
      target = TargetUrl.parse(url, addresses);
      found = attempt.await(lookups.submit(() -> resolver.resolve(target.host())));
    } catch (IllegalArgumentException noLongerAllowed) {
      return attempt.failed(Outcome.ADDRESS_FORBIDDEN);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException unknown) {
      return attempt.failed(Outcome.UNREACHABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return attempt.failed(Outcome.NO_RESPONSE);
    }
    // No receiver has both public and private addresses.
    if (!found.stream().allMatch(addresses::allows)) {
      return attempt.failed(Outcome.ADDRESS_FORBIDDEN);
    }
    return send(target, found, message, attempt);
  }

  @PreDestroy
  void close() {
    lookups.shutdownNow();
    client.close();
  }

  /** Tries the addresses, each for its share of the time, until one accepts the connection. */
  private SendResult send(
      TargetUrl target, List<InetAddress> found, Message message, Attempt attempt) {
    var result = attempt.failed(Outcome.UNREACHABLE);
    for (var index = 0; index < found.size(); index++) {
      var share = attempt.timeLeft().dividedBy(found.size() - index);
      try {
        var request = attempt.connect(options(target, found.get(index)), share);
        return exchange(request, message, attempt);
      } catch (TimeoutException e) {
        result = attempt.failed(Outcome.UNREACHABLE);
      } catch (ExecutionException e) {
        result = attempt.failed(isTlsFailure(e) ? Outcome.TLS_FAILED : Outcome.UNREACHABLE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return attempt.failed(Outcome.NO_RESPONSE);
      }
    }
    return result;
  }

  private SendResult exchange(HttpClientRequest request, Message message, Attempt attempt)
      throws InterruptedException {
    try {
      message.headers(attempt.startedAt).forEach(request::putHeader);
      // The handlers are set before the next bytes are read.
      var answer = attempt.await(request.send(Buffer.buffer(message.body())).map(Answer::to));
      awaitEnd(answer, attempt);
      return attempt.answered(answer.response());
    } catch (ExecutionException | TimeoutException e) {
      return attempt.failed(Outcome.NO_RESPONSE);
    } finally {
      request.connection().close();
    }
  }

  /** The status decides, so a body that is too long, too slow or breaks off changes nothing. */
  private static void awaitEnd(Answer answer, Attempt attempt)
      throws InterruptedException, ExecutionException {
    try {
      attempt.await(answer.end());
    } catch (TimeoutException slow) {
      LOG.debug("A receiver didn't end its response in time");
    }
  }

  private RequestOptions options(TargetUrl target, InetAddress address) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
        .setHost(target.host())
        .setPort(target.port())
        .setSsl(target.tls())
        .setURI(target.pathAndQuery())
        .setFollowRedirects(false)
        // Vert.x would write an IPv6 address without brackets.
        .putHeader(HttpHeaders.HOST, target.authority())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.USER_AGENT, userAgent);
  }

  private static boolean isTlsFailure(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param end completes when the body has ended, or enough of it was read
   */
  private record Answer(HttpClientResponse response, Future<Void> end) {
    static Answer to(HttpClientResponse response) {
      var end = Promise.<Void>promise();
      var size = new AtomicInteger();
      response.exceptionHandler(brokenOff -> end.tryComplete());
      response.endHandler(ended -> end.tryComplete());
      response.handler(
          part -> {
            if (size.addAndGet(part.length()) > MAX_RESPONSE_SIZE) {
              end.tryComplete();
            }
          });
      return new Answer(response, end.future());
    }
  }

  /** One attempt with its deadline. */
  private final class Attempt {
    private final Instant startedAt;
    private final long startNanos;

    Attempt(Instant startedAt, long startNanos) {
      this.startedAt = startedAt;
      this.startNanos = startNanos;
    }

    Duration timeLeft() {
      var left = timeout.minus(elapsed());
      return left.isNegative() ? Duration.ZERO : left;
    }

    <T> T await(Future<T> future)
        throws InterruptedException, ExecutionException, TimeoutException {
      return await(future.toCompletionStage().toCompletableFuture());
    }

    <T> T await(java.util.concurrent.Future<T> future)
        throws InterruptedException, ExecutionException, TimeoutException {
      return await(future, timeLeft());
    }

    /** Cancels the future if it takes too long. */
    private static <T> T await(java.util.concurrent.Future<T> future, Duration limit)
        throws InterruptedException, ExecutionException, TimeoutException {
      try {
        return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        future.cancel(true);
      }
    }

    HttpClientRequest connect(RequestOptions options, Duration limit)
        throws InterruptedException, ExecutionException, TimeoutException {
      var request = client.request(options);
      try {
        return await(request.toCompletionStage().toCompletableFuture(), limit);
      } catch (TimeoutException e) {
        request.onSuccess(late -> late.connection().close());
        throw e;
      }
    }

    SendResult failed(Outcome outcome) {
      return new SendResult(outcome, null, null, startedAt, elapsed());
    }

    SendResult answered(HttpClientResponse response) {
      return new SendResult(
          Outcome.ofStatus(response.statusCode()),
          response.statusCode(),
          RetryAfter.parse(response.getHeader(HttpHeaders.RETRY_AFTER), clock.instant()),
          startedAt,
          elapsed());
    }

    private Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }
}
