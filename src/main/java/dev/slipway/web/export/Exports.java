package dev.slipway.web.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.LogText;
import dev.slipway.web.export.ExportFormat.ExportRow;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

  Exports(ObjectMapper json) {
    this.json = json;
  }

  /**
   * Reserves one of the exports that this replica sends at once, until the response ends.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public void reserve(RoutingContext response) {
    if (!permits.tryAcquire()) {
      throw new ProblemException(
          ErrorCode.TOO_MANY_REQUESTS,
          "This server already sends %d exports. Wait until one ends.".formatted(MAX_CONCURRENT),
          RETRY_AFTER);
    }
    var reserved = new AtomicBoolean(true);
    response.addEndHandler(
        ended -> {
          if (reserved.compareAndSet(true, false)) {
            permits.release();
          }
        });
  }

  /**
   * The response that sends a file.
   *
   * @param name of the file, without its extension
   * @param columns the names of the cells in a CSV file
   * @param first reads the first page
   */
  public RestResponse<StreamingOutput> respond(
      String name, ExportFormat format, List<String> columns, Supplier<ExportPage> first) {
    StreamingOutput body = output -> write(name, format, columns, first, output);
    return RestResponse.ResponseBuilder.ok(body)
        .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s.%s\"".formatted(name, format.extension()))
        .build();
  }

  private void write(
      String name,
      ExportFormat format,
      List<String> columns,
      Supplier<ExportPage> first,
      OutputStream output)
      throws IOException {
    try {
      output.write(format.header(columns).getBytes(StandardCharsets.UTF_8));
      for (var read = first; read != null; ) {
        var page = read.get();
        var lines = new StringBuilder();
        for (var row : page.rows()) {
          lines.append(format.line(row, json));
        }
        output.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        read = page.next();
      }
    } catch (RuntimeException error) {
      // The status is sent already. Without its last chunk the response is incomplete for clients.
      LOG.warnf("The export %s failed: %s", name, LogText.of(error.getMessage()));
      throw new IOException(error);
    }
  }

  /**
   * Rows that follow each other.
   *
   * @param next reads the page after this one; null at the end of the list
   */
  public record ExportPage(List<ExportRow> rows, Supplier<ExportPage> next) {}
}
