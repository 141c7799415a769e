package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.limits.StreamedBody.ClientGoneException;
import dev.slipway.web.limits.StreamedBody.Receiver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body whose client disconnects while its bytes are processed. */
class StreamedBodyTest {
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
  private static final int TIMEOUT_SECONDS = 30;

  /** Longer than the test, so only the disconnect ends the transfer. */
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final DroppedRequests dropped = new DroppedRequests(vertx, new SimpleMeterRegistry());
  private final CountDownLatch processing = new CountDownLatch(1);
  private final CountDownLatch disconnected = new CountDownLatch(1);
  private final CountDownLatch aborted = new CountDownLatch(1);
  private final CompletableFuture<String> result = new CompletableFuture<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aDisconnectDuringABlockThatFailsEndsTheTransfer() throws Exception {
    try (var client = new Socket(LOOPBACK, startServer())) {
      var request = "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbytes";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(processing.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    assertThatThrownBy(() -> result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClientGoneException.class);
    assertThat(aborted.getCount()).isZero();
  }

  private int startServer() {
    var router = Router.router(vertx);
    router.route().handler(this::receive);
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, LOOPBACK)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private void receive(RoutingContext context) {
    context.request().connection().closeHandler(closed -> disconnected.countDown());
    StreamedBody.holdBack(context, dropped);
    StreamedBody.of(context)
        .receive(new FailingReceiver(), PERIOD)
        .subscribe()
        .with(result::complete, result::completeExceptionally);
  }

  /** Fails after the client has disconnected. */
  private final class FailingReceiver implements Receiver<String> {
    @Override
    public void begin() {}

    @Override
    public void accept(byte[] bytes) throws Exception {
      processing.countDown();
      assertThat(disconnected.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      throw new IllegalStateException("The bytes can't be stored");
    }

    @Override
    public String complete() {
      return "complete";
    }

    @Override
    public void abort() {
      aborted.countDown();
    }
  }
}
