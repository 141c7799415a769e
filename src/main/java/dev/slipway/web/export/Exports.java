package dev.slipway.web.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.LogText;
import dev.slipway.web.export.ExportFormat.ExportRow;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Sends a list as a file, page by page, so the memory that it takes doesn't depend on its length.
 * Pages are read when the client has read those before; no transaction is open meanwhile.
 */
@ApplicationScoped
public class Exports {
  private static final Logger LOG = Logger.getLogger(Exports.class);

  /** Exports of administrators at once. Each occupies a thread, and a client may read slowly. */
  public static final int MAX_CONCURRENT = 4;

  /** Exports of all creators together. */
  public static final int MAX_CONCURRENT_OF_CREATORS = 2;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  /**
   * An export of a creator may be ended for another one when it has waited for its client for
   * longer than this in all, and the client has read less than {@link #MIN_BYTES_PER_SECOND}
   * meanwhile.
   */
  private static final Duration MAX_WAIT_FOR_SLOW_CLIENT = Duration.ofSeconds(30);

  private static final int MIN_BYTES_PER_SECOND = 64 << 10;

  /** Small, so that a page of megabytes doesn't count as unread until its end. */
  private static final int CHUNK_SIZE = 32 << 10;

  private final ObjectMapper json;
  private final Access access;
  private final Clock clock;
  private final Semaphore adminPermits = new Semaphore(MAX_CONCURRENT);
  private final Semaphore creatorPermits = new Semaphore(MAX_CONCURRENT_OF_CREATORS);

  /** The exports of creators in progress, by account. */
  private final Map<String, Reservation> ofCreators = new ConcurrentHashMap<>();

  Exports(ObjectMapper json, Access access, Clock clock) {
    this.json = json;
    this.access = access;
    this.clock = clock;
  }

  /**
   * Reserves one of the exports that this replica sends at once, until the response ends. If none
   * of those of creators is free, it ends the one with the slowest client.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public Reservation reserve(Exporter exporter, RoutingContext response) {
    var isAllowed = access.checkOfCurrentRequest(exporter.isAdmin());
    var reservation = new Reservation(exporter, isAllowed, response.request(), clock);
    if (!exporter.isAdmin() && ofCreators.putIfAbsent(exporter.account(), reservation) != null) {
      throw tooMany("Another export of this account is being sent. Wait until it ends.");
    }
    if (!acquire(exporter)) {
      if (!exporter.isAdmin()) {
        ofCreators.remove(exporter.account(), reservation);
      }
      throw tooMany(
          "This server is already sending %d exports. Wait until one is complete, then try again."
              .formatted(exporter.isAdmin() ? MAX_CONCURRENT : MAX_CONCURRENT_OF_CREATORS));
    }
    response.addEndHandler(ended -> release(reservation));
    // The handler of a response that has ended isn't called any more.
    if (response.response().closed() || response.response().ended()) {
      release(reservation);
    }
    return reservation;
  }

  private static ProblemException tooMany(String detail) {
    return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
  }

  private boolean acquire(Exporter exporter) {
    var permits = permitsOf(exporter);
    return permits.tryAcquire()
        || !exporter.isAdmin() && endSlowestOfCreators() && permits.tryAcquire();
  }

  /** Returns false if all clients read fast enough. */
  private boolean endSlowestOfCreators() {
    var slowest =
        ofCreators.values().stream()
            .filter(Reservation::isSlow)
            .min(Comparator.comparingDouble(Reservation::bytesPerSecond));
    slowest.ifPresent(
        reservation -> {
          LOG.infof(
              "The export of %s ends for another one, because its client reads slowly",
              reservation.exporter.account());
          reservation.abort();
          release(reservation);
        });
    return slowest.isPresent();
  }

  private Semaphore permitsOf(Exporter exporter) {
    return exporter.isAdmin() ? adminPermits : creatorPermits;
  }

  private void release(Reservation reservation) {
    if (reservation.reserved.compareAndSet(true, false)) {
      permitsOf(reservation.exporter).release();
      if (!reservation.exporter.isAdmin()) {
        ofCreators.remove(reservation.exporter.account(), reservation);
      }
    }
  }

  /**
   * Who exports.
   *
   * @param isAdmin whether the export has what only administrators may see
   */
  public record Exporter(String account, boolean isAdmin) {}

  /** The place of one export, and how fast its client reads. */
  public static final class Reservation {
    private final Exporter exporter;
    private final BooleanSupplier isAllowed;
    private final HttpServerRequest request;
    private final Clock clock;
    private final AtomicBoolean reserved = new AtomicBoolean(true);
    private Duration waited = Duration.ZERO;
    private Instant waitingSince;
    private long written;

    private Reservation(
        Exporter exporter, BooleanSupplier isAllowed, HttpServerRequest request, Clock clock) {
      this.exporter = exporter;
      this.isAllowed = isAllowed;
      this.request = request;
      this.clock = clock;
    }

    /** Writes bytes, which blocks while the client doesn't read those before. */
    private void write(byte[] bytes, OutputStream output) throws IOException {
      for (var from = 0; from < bytes.length; from += CHUNK_SIZE) {
        var length = Math.min(CHUNK_SIZE, bytes.length - from);
        begin();
        try {
          output.write(bytes, from, length);
        } finally {
          end(length);
        }
      }
    }

    private synchronized void begin() {
      waitingSince = clock.instant();
    }

    private synchronized void end(int length) {
      waited = waited();
      waitingSince = null;
      written += length;
    }

    private synchronized Duration waited() {
      return waitingSince == null
          ? waited
          : waited.plus(Duration.between(waitingSince, clock.instant()));
    }

    private synchronized double bytesPerSecond() {
      return written / Math.max(1.0, waited().toSeconds());
    }

    private boolean isSlow() {
      return waited().compareTo(MAX_WAIT_FOR_SLOW_CLIENT) > 0
          && bytesPerSecond() < MIN_BYTES_PER_SECOND;
    }

    /**
     * Ends the response so that it is incomplete for the client. After an error the framework ends
     * it like a complete one, and the handlers of Vert.x close a connection after what was written,
     * so the close bypasses them.
     */
    private void abort() {
      if (request.version() == HttpVersion.HTTP_2) {
        request.response().reset();
        return;
      }
      var handlers = ((ConnectionBase) request.connection()).channel().pipeline();
      // None are left if the client has disconnected.
      if (handlers.firstContext() != null) {
        handlers.firstContext().close();
      }
    }

    private boolean isReleased() {
      return !reserved.get();
    }
  }

  /** Knows who may export. */
  public interface Access {
    /**
     * Returns a check that can be repeated after the current request: whether its session or token
     * is still valid, and its account an administrator's, or a creator's if the export has only own
     * videos.
     */
    BooleanSupplier checkOfCurrentRequest(boolean isAdmin);
  }

  /**
   * The response that sends a file. It ends early, and is incomplete for its client, if the session
   * or token ends meanwhile, or the account loses its rights.
   *
   * @param name of the file, without its extension
   * @param columns the names of the cells in a CSV file
   * @param first reads the first page
   */
  public RestResponse<StreamingOutput> respond(
      Reservation reservation,
      String name,
      ExportFormat format,
      List<String> columns,
      Supplier<ExportPage> first) {
    StreamingOutput body =
        output -> {
          // An error of the first page still becomes a response of its own.
          var page = first.get();
          output.write(format.header(columns).getBytes(StandardCharsets.UTF_8));
          try {
            while (true) {
              reservation.write(lines(page.rows(), format), output);
              if (page.next() == null) {
                return;
              }
              requireAllowed(reservation);
              page = page.next().get();
            }
          } catch (IOException | RuntimeException error) {
            LOG.warnf("The export %s ended early: %s", name, LogText.of(error.getMessage()));
            reservation.abort();
            throw new IOException(error);
          } finally {
            // A response whose connection was closed here doesn't end.
            release(reservation);
          }
        };
    return withHeaders(RestResponse.ResponseBuilder.ok(body), name, format);
  }

  /** Whether the caller only asks for the headers, so that nothing has to be exported. */
  public static boolean isHead(RoutingContext request) {
    return request.request().method() == HttpMethod.HEAD;
  }

  /** The response to HEAD. It occupies no place, and reads nothing. */
  public static RestResponse<StreamingOutput> respondToHead(String name, ExportFormat format) {
    return withHeaders(RestResponse.ResponseBuilder.ok(), name, format);
  }

  private static RestResponse<StreamingOutput> withHeaders(
      RestResponse.ResponseBuilder<StreamingOutput> response, String name, ExportFormat format) {
    return response
        .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s.%s\"".formatted(name, format.extension()))
        .build();
  }

  private void requireAllowed(Reservation reservation) throws IOException {
    if (reservation.isReleased()) {
      throw new IOException("the client has disconnected");
    }
    if (!reservation.isAllowed.getAsBoolean()) {
      throw new IOException(
          "%s lost the right to export".formatted(reservation.exporter.account()));
    }
  }

  private byte[] lines(List<ExportRow> rows, ExportFormat format) throws IOException {
    var lines = new StringBuilder();
    for (var row : rows) {
      lines.append(format.line(row, json));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Rows that follow each other.
   *
   * @param next reads the page after this one; null at the end of the list
   */
  public record ExportPage(List<ExportRow> rows, Supplier<ExportPage> next) {}
}
