package dev.slipway.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Files from 6 MiB on are sent in parts of 5 MiB, the smallest size that stores accept. The pages
 * of one other site may use the API.
 */
public final class SmallParts implements QuarkusTestProfile {
  public static final int FROM = 6 << 20;
  public static final int PART_SIZE = 5 << 20;

  /** The setting that has the origin of the other site, on which no server listens yet. */
  static final String ORIGINS = "slipway.cors.origins";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.uploads.parts-from",
        String.valueOf(FROM),
        "slipway.uploads.part-size",
        String.valueOf(PART_SIZE),
        ORIGINS,
        "http://127.0.0.1:" + freePort());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
