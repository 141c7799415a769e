package dev.slipway.journey;

import dev.slipway.benchmark.FileSize;

/**
 * A file that the store has.
 *
 * @param seconds until the store had acknowledged its last byte
 */
record Sent(String id, double seconds) {
  double mebibytesPerSecond() {
    return FileSize.MEBIBYTES / seconds;
  }
}
