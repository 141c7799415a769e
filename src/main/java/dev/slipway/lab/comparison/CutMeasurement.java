package dev.slipway.lab.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.slipway.lab.comparison.client.Way;

/**
 * The measurement of a file whose connection was cut.
 *
 * @param fileSize bytes
 * @param cutAfter bytes of the file that the client had sent
 * @param sentAfter bytes of the file that the client sent until it was in the catalogue
 */
record CutMeasurement(Way way, long fileSize, long cutAfter, long sentAfter) {
  /** The bytes that the client has sent twice. */
  @JsonIgnore
  long sentTwice() {
    return cutAfter + sentAfter - fileSize;
  }
}
