package dev.slipway.web.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.LogText;
import dev.slipway.web.export.ExportFormat.ExportRow;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Each occupies a thread, and a client may read slowly. */
  public static final int MAX_CONCURRENT = 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final ObjectMapper json;
  private final Access access;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

  Exports(ObjectMapper json, Access access) {
    this.json = json;
    this.access = access;
  }

  /**
   * Reserves one of the exports that this replica sends at once, until the response ends.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public Reservation reserve(RoutingContext response) {
    if (!permits.tryAcquire()) {
      throw new ProblemException(
          ErrorCode.TOO_MANY_REQUESTS,
          "This server already sends %d exports. Wait until one ends.".formatted(MAX_CONCURRENT),
          RETRY_AFTER);
    }
    var reservation = new Reservation(permits, response.request());
    response.addEndHandler(ended -> reservation.release());
    // The handler of a response that has ended isn't called any more.
    if (response.response().closed() || response.response().ended()) {
      reservation.release();
    }
    return reservation;
  }

  /** The place of one export. */
  public static final class Reservation {
    private final Semaphore permits;
    private final HttpServerRequest request;
    private final AtomicBoolean reserved = new AtomicBoolean(true);

    private Reservation(Semaphore permits, HttpServerRequest request) {
      this.permits = permits;
      this.request = request;
    }

    /**
     * Ends the response so that it is incomplete for the client. After an error the framework ends
     * it like a complete one, and the handlers of Vert.x close a connection after what was written,
     * so the close bypasses them.
     */
    private void abort() {
      if (request.version() == HttpVersion.HTTP_2) {
        request.response().reset();
      } else {
        ((ConnectionBase) request.connection()).channel().pipeline().firstContext().close();
      }
    }

    private void release() {
      if (reserved.compareAndSet(true, false)) {
        permits.release();
      }
    }

    private boolean isReleased() {
      return !reserved.get();
    }
  }

  /** Knows who may export. */
  public interface Access {
    /** Whether an account is still one of an administrator who can log in. */
    boolean mayExport(String account);
  }

  /**
   * The response that sends a file. It ends early, and is incomplete for its client, if the account
   * loses its rights meanwhile.
   *
   * @param name of the file, without its extension
   * @param columns the names of the cells in a CSV file
   * @param first reads the first page
   */
  public RestResponse<StreamingOutput> respond(
      Reservation reservation,
      String account,
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
              write(page.rows(), format, output);
              if (page.next() == null) {
                return;
              }
              requireAllowed(reservation, account);
              page = page.next().get();
            }
          } catch (IOException | RuntimeException error) {
            LOG.warnf("The export %s ended early: %s", name, LogText.of(error.getMessage()));
            reservation.abort();
            throw new IOException(error);
          }
        };
    return RestResponse.ResponseBuilder.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s.%s\"".formatted(name, format.extension()))
        .build();
  }

  private void requireAllowed(Reservation reservation, String account) throws IOException {
    if (reservation.isReleased()) {
      throw new IOException("the client has disconnected");
    }
    if (!access.mayExport(account)) {
      throw new IOException("%s is not an administrator any more".formatted(account));
    }
  }

  private void write(List<ExportRow> rows, ExportFormat format, OutputStream output)
      throws IOException {
    var lines = new StringBuilder();
    for (var row : rows) {
      lines.append(format.line(row, json));
    }
    output.write(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Rows that follow each other.
   *
   * @param next reads the page after this one; null at the end of the list
   */
  public record ExportPage(List<ExportRow> rows, Supplier<ExportPage> next) {}
}
