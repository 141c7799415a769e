package dev.slipway.sftp.files;

import dev.slipway.sftp.ConcurrencyLimit;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.SftpMetrics.Limit;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many files are open at once, and refuses more while the application stops. */
@ApplicationScoped
public class TransferLimits {
  private final ConcurrencyLimit open;
  private final SftpMetrics metrics;
  private volatile boolean stopping;

  TransferLimits(SftpConfig config, SftpMetrics metrics) {
    this.open = new ConcurrencyLimit(config.transfers(), config.transfersPerAccount());
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
  public Permit acquire(String account) {
    if (stopping) {
      throw new ProblemException(ErrorCode.STOPPING, "Connect again in a few seconds.");
    }
    if (!open.tryAcquire(account)) {
      metrics.recordRefusal(Limit.TRANSFERS);
      throw new ProblemException(
          ErrorCode.TOO_MANY_REQUESTS, "Too many files are open. Wait until one is complete.");
    }
    var released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        open.release(account);
      }
    };
  }

  public void stop() {
    stopping = true;
  }

  public boolean isIdle() {
    return open.count() == 0;
  }
}
