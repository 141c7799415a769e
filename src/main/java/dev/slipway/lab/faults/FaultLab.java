package dev.slipway.lab.faults;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Starts and ends faults, if there is a relay that causes them. Without one, no request gets here.
 */
@ApplicationScoped
public class FaultLab {
  private static final Logger LOG = Logger.getLogger(FaultLab.class);

  private final RelayClient relay;
  private final CurrentAccount account;
  private final FaultRecords records;

  FaultLab(RelayClient relay, CurrentAccount account, FaultRecords records) {
    this.relay = relay;
    this.account = account;
    this.records = records;
  }

  /** Whether a relay is configured. */
  public boolean isAvailable() {
    return relay.isConfigured();
  }

  /**
   * @param after number of the last observation that the caller has
   */
  FaultLabView status(long after) {
    return FaultLabView.of(relay.status(after));
  }

  /** The faults that the relay can cause. */
  List<Fault> available() {
    var names = relay.status(Long.MAX_VALUE).faults();
    return Arrays.stream(Fault.values())
        .filter(fault -> names.contains(fault.kebabCase()))
        .toList();
  }

  FaultLabView start(String name) {
    var fault = find(name);
    LOG.warnf("%s starts the fault %s for one minute", account.getName(), fault.kebabCase());
    // Before, because the database may be what the fault disconnects.
    records.recordStarted(fault);
    return FaultLabView.of(relay.start(fault));
  }

  FaultLabView end(String name) {
    var fault = find(name);
    LOG.infof("%s ends the fault %s", account.getName(), fault.kebabCase());
    var status = relay.end(fault);
    records.recordEnded(fault);
    return FaultLabView.of(status);
  }

  private Fault find(String name) {
    return Fault.find(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NOT_FOUND,
                    "There is no fault with this name. GET /api/lab/faults lists them."));
  }
}
