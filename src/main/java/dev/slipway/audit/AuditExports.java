package dev.slipway.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Writes what a filter selects, page by page, so the memory that an export takes doesn't depend on
 * its length. No transaction is open while the client reads. An export is itself an entry.
 */
@ApplicationScoped
class AuditExports {
  private static final Logger LOG = Logger.getLogger(AuditExports.class);

  /** Each occupies a thread, and a client may read slowly. */
  static final int MAX_CONCURRENT = 2;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final int PAGE_SIZE = 1_000;

  private final AuditLog log;
  private final AuditEntries entries;
  private final ObjectMapper json;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

  AuditExports(AuditLog log, AuditEntries entries, ObjectMapper json) {
    this.log = log;
    this.entries = entries;
    this.json = json;
  }

  /**
   * Reserves one of the exports that this replica sends at once, until the response ends.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void reserve(RoutingContext response) {
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
   * Begins an export and records it.
   *
   * @param actor the account's name
   * @param after the cursor of the last entry that the client has; null to begin with the newest
   * @return writes the entries
   * @throws ProblemException {@code invalid-request}
   */
  @Transactional
  Export begin(String actor, AuditFormat format, AuditFilter filter, String after) {
    var cursor = after == null || after.isBlank() ? null : AuditCursor.parse("after", after);
    var detail = "%s, %s".formatted(format.name(), filter.describe());
    log.record(actor, "audit.exported", "audit", cursor == null ? detail : detail + ", continued");
    return new Export(format, filter, cursor);
  }

  /** An export whose client waits for it. */
  final class Export implements StreamingOutput {
    private final AuditFormat format;
    private final AuditFilter filter;
    private final AuditCursor start;

    private Export(AuditFormat format, AuditFilter filter, AuditCursor start) {
      this.format = format;
      this.filter = filter;
      this.start = start;
    }

    /**
     * @throws IOException if the client has disconnected, or the database fails
     */
    @Override
    public void write(OutputStream output) throws IOException {
      try {
        output.write(format.header().getBytes(StandardCharsets.UTF_8));
        var page = entries.findAfter(filter, start, PAGE_SIZE);
        write(page, output);
        while (page.size() == PAGE_SIZE) {
          var last = AuditCursor.of(page.get(PAGE_SIZE - 1));
          page = entries.findAfter(filter, last, PAGE_SIZE);
          write(page, output);
        }
      } catch (RuntimeException error) {
        // The status is sent already. Without its last chunk the response is incomplete for
        // clients.
        LOG.warnf("An export of the audit log failed: %s", LogText.of(error.getMessage()));
        throw new IOException(error);
      }
    }

    private void write(List<AuditEntry> page, OutputStream output) throws IOException {
      var lines = new StringBuilder();
      for (var entry : page) {
        lines.append(format.line(AuditEntryView.of(entry), json));
      }
      output.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
