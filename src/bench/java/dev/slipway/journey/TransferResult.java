package dev.slipway.journey;

import dev.slipway.benchmark.BenchmarkFile;

/**
 * The upload of one {@link BenchmarkFile} to the store.
 *
 * @param id the id of the upload
 * @param seconds the time until the store acknowledged the last byte
 */
record TransferResult(String id, double seconds) {
  double mebibytesPerSecond() {
    return BenchmarkFile.MEBIBYTES / seconds;
  }
}
