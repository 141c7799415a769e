package dev.slipway.lab.faults;

import java.time.Instant;
import java.util.List;

/**
 * The status that the relay reports.
 *
 * @param faults the names of those that it can cause
 * @param active null if there is none
 * @param now the time of the relay's clock
 * @param observations what it saw and did, in order
 */
record RelayStatus(
    List<String> faults, ActiveFault active, Instant now, List<Observation> observations) {

  /** The fault that is active, with times of the relay's clock. */
  record ActiveFault(String name, Instant startedAt, Instant endsAt) {}

  /**
   * Something that the relay saw or did.
   *
   * @param number grows with each observation
   * @param action such as {@code put-cut}
   * @param key of the object; null if it is unknown
   * @param status of an HTTP response; null if there was none
   */
  record Observation(long number, Instant at, String action, String key, Integer status) {}
}
