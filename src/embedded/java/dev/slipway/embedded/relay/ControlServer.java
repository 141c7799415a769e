package dev.slipway.embedded.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.relay.Observations.Observation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The control API of the relay, for the application. Each request needs the token.
 *
 * <ul>
 *   <li>{@code GET /faults?after=<number>}: the status, with the observations after that number
 *   <li>{@code PUT /faults/<name>}: starts a fault
 *   <li>{@code DELETE /faults/<name>}: ends it, if it is active
 * </ul>
 */
final class ControlServer implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private static final String PATH = "/faults";
  private static final String AFTER = "after=";
  private static final long NO_OBSERVATIONS = Long.MAX_VALUE;

  /** Bytes. The API needs no body, but a connection is used again only after it is read. */
  private static final int MAX_BODY_SIZE = 1 << 10;

  /** More than one, so a request that never ends doesn't block the others. */
  private static final int THREADS = 8;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("slipway-relay-control"));
  private final byte[] authorization;
  private final FaultSwitch faults;
  private final Observations observations;
  private final Collection<Fault> available;

  private ControlServer(
      HttpServer server,
      String token,
      FaultSwitch faults,
      Observations observations,
      Collection<Fault> available) {
    this.server = server;
    this.authorization = ("Bearer " + token).getBytes(UTF_8);
    this.faults = faults;
    this.observations = observations;
    this.available = available;
  }

  /**
   * @param available the faults that this relay can cause; may still grow
   */
  static ControlServer open(
      InetSocketAddress address,
      String token,
      FaultSwitch faults,
      Observations observations,
      Collection<Fault> available)
      throws IOException {
    var control =
        new ControlServer(HttpServer.create(address, 0), token, faults, observations, available);
    control.server.createContext(PATH, control::handle);
    control.server.setExecutor(control.threads);
    control.server.start();
    return control;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isAuthorized(exchange)) {
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      exchange.getRequestBody().readNBytes(MAX_BODY_SIZE);
      var path = exchange.getRequestURI().getPath();
      if (path.equals(PATH)) {
        respondToList(exchange);
      } else {
        respondTo(exchange, path.substring(PATH.length() + 1));
      }
    }
  }

  private void respondToList(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    respond(exchange, statusAfter(afterOf(exchange)));
  }

  private void respondTo(HttpExchange exchange, String name) throws IOException {
    var fault = Fault.find(name).filter(available::contains);
    if (fault.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        faults.start(fault.get());
        respond(exchange, statusAfter(NO_OBSERVATIONS));
      }
      case "DELETE" -> {
        faults.end(fault.get());
        respond(exchange, statusAfter(NO_OBSERVATIONS));
      }
      default -> exchange.sendResponseHeaders(405, -1);
    }
  }

  private Status statusAfter(long number) {
    return new Status(
        available.stream().map(Fault::kebabCase).toList(),
        faults.active().map(Active::of).orElse(null),
        faults.now(),
        observations.after(number).stream().map(Seen::of).toList());
  }

  private boolean isAuthorized(HttpExchange exchange) {
    var sent = exchange.getRequestHeaders().getFirst("Authorization");
    return sent != null && MessageDigest.isEqual(sent.getBytes(UTF_8), authorization);
  }

  private static long afterOf(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getQuery())
        .filter(query -> query.matches(AFTER + "\\d{1,18}"))
        .map(query -> Long.parseLong(query.substring(AFTER.length())))
        .orElse(0L);
  }

  private static void respond(HttpExchange exchange, Status status) throws IOException {
    var body = JSON.writeValueAsBytes(status);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  /** What a caller needs to show the relay. */
  record Status(List<String> faults, Active active, Instant now, List<Seen> observations) {}

  /** The fault that is active. */
  record Active(String name, Instant startedAt, Instant endsAt) {
    static Active of(FaultSwitch.Activation activation) {
      return new Active(
          activation.fault().kebabCase(), activation.startedAt(), activation.endsAt());
    }
  }

  /** An observation with the name of its action in lower case. */
  record Seen(long number, Instant at, String action, String key, Integer status) {
    static Seen of(Observation observation) {
      return new Seen(
          observation.number(),
          observation.at(),
          observation.action().kebabCase(),
          observation.key(),
          observation.status() == 0 ? null : observation.status());
    }
  }
}
