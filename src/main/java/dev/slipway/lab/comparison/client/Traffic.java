package dev.slipway.lab.comparison.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts the requests and bytes that clients have exchanged with one server. */
public final class Traffic {
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  void addRequest() {
    requests.increment();
  }

  /** Adds bytes of either direction. */
  void addBytes(long count) {
    bytes.add(count);
  }

  public long requests() {
    return requests.sum();
  }

  /** Bytes of requests and responses, with their heads. */
  public long bytes() {
    return bytes.sum();
  }
}
