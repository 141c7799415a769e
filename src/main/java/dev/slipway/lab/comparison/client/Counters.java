package dev.slipway.lab.comparison.client;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of the clients of one measurement.
 *
 * @param waits how often a client had to wait because of a limit
 */
public record Counters(Traffic application, Traffic store, LongAdder waits) {
  public Counters() {
    this(new Traffic(), new Traffic(), new LongAdder());
  }
}
