package dev.slipway.sftp.files;

import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.SftpMetrics.Limit;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.ConcurrencyLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many files are open at once, and refuses more while the application stops. */
@ApplicationScoped
public class TransferLimits {
  private final ConcurrencyLimit open;
  private final ConcurrencyLimit reading;
  private final SftpMetrics metrics;
  private volatile boolean stopping;

  TransferLimits(SftpConfig config, SftpMetrics metrics) {
    this.open = new ConcurrencyLimit(config.transfers(), config.transfersPerAccount());
    // Half, so that downloads leave places for uploads.
    this.reading =
        new ConcurrencyLimit(half(config.transfers()), half(config.transfersPerAccount()));
    this.metrics = metrics;
    metrics.observeTransfers(open::count);
  }

  /** The permit for one open file. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @throws ProblemException {@code too-many-requests}; {@code stopping}
   */
  public Permit acquireToWrite(String account) {
    return acquire(open, account);
  }

  /**
   * @throws ProblemException {@code too-many-requests}; {@code stopping}
   */
  public Permit acquireToRead(String account) {
    var permit = acquire(open, account);
    try {
      var read = acquire(reading, account);
      return () -> {
        read.close();
        permit.close();
      };
    } catch (ProblemException e) {
      permit.close();
      throw e;
    }
  }

  public void stop() {
    stopping = true;
  }

  public boolean isIdle() {
    return open.count() == 0;
  }

  private Permit acquire(ConcurrencyLimit limit, String account) {
    if (stopping) {
      throw new ProblemException(ErrorCode.STOPPING, "Connect again in a few seconds.");
    }
    if (!limit.tryAcquire(account)) {
      metrics.recordRefusal(Limit.TRANSFERS);
      throw new ProblemException(
          ErrorCode.TOO_MANY_REQUESTS, "Too many files are open. Wait until one is complete.");
    }
    var released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        limit.release(account);
      }
    };
  }

  private static int half(int limit) {
    return Math.max(1, limit / 2);
  }
}
