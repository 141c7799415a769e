package dev.slipway.embedded.relay;

import dev.slipway.embedded.relay.Observations.Action;
import dev.slipway.embedded.relay.UploadDisturber.Plan;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request of a browser on its way to the store, and the response on its way back. */
final class ForwardedRequest {
  private static final int BUFFER_SIZE = 64 << 10;

  /** How long a browser may go on sending after the response. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

  private final TcpListener connections;
  private final Socket client;
  private final RequestHead head;
  private final Plan plan;
  private final UploadDisturber disturber;
  private final AtomicBoolean recorded = new AtomicBoolean();

  ForwardedRequest(
      TcpListener connections,
      Socket client,
      RequestHead head,
      Plan plan,
      UploadDisturber disturber) {
    this.connections = connections;
    this.client = client;
    this.head = head;
    this.plan = plan;
    this.disturber = disturber;
  }

  /** Returns when the response is forwarded. */
  void run() throws IOException {
    try {
      var store = connections.connect();
      try {
        forward(store);
      } finally {
        connections.close(store);
      }
    } catch (IOException failed) {
      recordOnce(Action.PUT_UNANSWERED, 0);
      throw failed;
    }
  }

  private void forward(Socket store) throws IOException {
    store.getOutputStream().write(head.withConnectionClose());
    var bodyLength = head.bodyLength();
    var body = TcpListener.startDaemon(() -> forwardBody(store, bodyLength));
    forwardResponse(store);
    awaitEnd(body);
  }

  private void forwardBody(Socket store, long length) {
    var remaining = length;
    var accepts = true;
    var buffer = new byte[BUFFER_SIZE];
    try {
      var in = client.getInputStream();
      while (remaining > 0) {
        var read = in.read(buffer, 0, (int) Math.min(buffer.length, remaining));
        if (read < 0) {
          throw new IOException("The browser has closed the connection");
        }
        var forwarded = length - remaining;
        if (forwarded + read > plan.cutAfter()) {
          cut(store, buffer, (int) (plan.cutAfter() - forwarded));
          return;
        }
        // A store that has refused the request reads no more, but the browser must finish sending
        // before it reads the response.
        accepts = accepts && isWritten(store, buffer, read);
        remaining -= read;
      }
    } catch (IOException closedByBrowser) {
      connections.reset(store);
    }
  }

  private void cut(Socket store, byte[] buffer, int length) {
    isWritten(store, buffer, length);
    recordOnce(Action.PUT_CUT, 0);
    connections.reset(client);
    connections.reset(store);
  }

  private static boolean isWritten(Socket store, byte[] buffer, int length) {
    try {
      store.getOutputStream().write(buffer, 0, length);
      return true;
    } catch (IOException closedByStore) {
      return false;
    }
  }

  private void forwardResponse(Socket store) throws IOException {
    var statusReader = new StatusReader();
    var buffer = new byte[BUFFER_SIZE];
    var in = store.getInputStream();
    var out = client.getOutputStream();
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      var status = statusReader.read(buffer, read);
      if (status.isPresent() && plan.losesAnswer()) {
        recordOnce(Action.PUT_ANSWER_LOST, status.getAsInt());
        connections.reset(client);
        return;
      }
      status.ifPresent(code -> recordOnce(Action.PUT_ANSWERED, code));
      out.write(buffer, 0, read);
    }
    client.shutdownOutput();
  }

  /** Closing a connection with bytes that nobody has read would discard the response. */
  private static void awaitEnd(Thread body) {
    try {
      body.join(DRAIN_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void recordOnce(Action action, int status) {
    if (recorded.compareAndSet(false, true)) {
      disturber.record(head, action, status);
    }
  }
}
