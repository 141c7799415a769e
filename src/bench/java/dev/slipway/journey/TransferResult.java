package dev.slipway.journey;

import dev.slipway.benchmark.BenchmarkFile;

/**
 * A file that the store has.
 *
 * @param seconds until the store had acknowledged its last byte
 */
record TransferResult(String id, double seconds) {
  double mebibytesPerSecond() {
    return BenchmarkFile.MEBIBYTES / seconds;
  }
}
