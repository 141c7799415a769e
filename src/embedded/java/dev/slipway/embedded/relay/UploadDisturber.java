package dev.slipway.embedded.relay;

import dev.slipway.embedded.relay.Observations.Action;
import java.io.IOException;

/** Decides what happens to a request of a browser, and records what has happened to a PUT. */
final class UploadDisturber {
  /** Further attempts succeed, so the page shows retries and an end within a minute. */
  private static final int DISTURBED_ATTEMPTS = 2;

  private final FaultSwitch faults;
  private final Observations observations;

  UploadDisturber(FaultSwitch faults, Observations observations) {
    this.faults = faults;
    this.observations = observations;
  }

  Plan planFor(RequestHead head) throws IOException {
    if (faults.isActive(Fault.STOP_STORE)) {
      if (head.isUpload() || head.isPreflight()) {
        observations.add(Action.PUT_UNANSWERED, head.key(), 0);
      }
      return Plan.RESET;
    }
    if (!head.isUpload()) {
      return Plan.UNDISTURBED;
    }
    if (isAmongFirst(Fault.EXPIRE_URLS, head, 1)) {
      record(head, Action.PUT_REFUSED_AS_EXPIRED, ExpiredUrlAnswer.STATUS);
      return Plan.REFUSE;
    }
    if (isAmongFirst(Fault.CUT_UPLOADS, head, DISTURBED_ATTEMPTS)) {
      return new Plan(Kind.FORWARD, head.bodyLength() / 2, false);
    }
    if (isAmongFirst(Fault.LOSE_ANSWERS, head, DISTURBED_ATTEMPTS)) {
      return new Plan(Kind.FORWARD, Plan.NEVER, true);
    }
    return Plan.UNDISTURBED;
  }

  /**
   * @param status 0 if there was no response
   */
  void record(RequestHead head, Action action, int status) {
    if (head.isUpload()) {
      observations.add(action, head.key(), status);
    }
  }

  private boolean isAmongFirst(Fault fault, RequestHead head, int attempts) {
    return faults
        .active(fault)
        .map(activation -> activation.countAttempt(head.uploadTarget()) <= attempts)
        .orElse(false);
  }

  /** What is done with a request. */
  enum Kind {
    FORWARD,
    REFUSE,
    RESET
  }

  /**
   * @param cutAfter number of bytes of the body after which the connection is reset
   * @param losesAnswer whether the connection is reset instead of forwarding the response
   */
  record Plan(Kind kind, long cutAfter, boolean losesAnswer) {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Plan UNDISTURBED = new Plan(Kind.FORWARD, NEVER, false);
    private static final Plan REFUSE = new Plan(Kind.REFUSE, NEVER, false);
    private static final Plan RESET = new Plan(Kind.RESET, NEVER, false);
  }
}
