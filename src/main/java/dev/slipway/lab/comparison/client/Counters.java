package dev.slipway.lab.comparison.client;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the clients of one measurement count.
 *
 * @param waits how often a client had to wait because of a limit
 */
public record Counters(Traffic application, Traffic store, LongAdder waits) {
  public Counters() {
    this(new Traffic(), new Traffic(), new LongAdder());
  }
}
