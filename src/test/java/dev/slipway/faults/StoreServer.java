package dev.slipway.faults;

import java.util.Map;

/** A real S3 server, which verifies signatures, in a process of its own. */
interface StoreServer extends AutoCloseable {
  String VIDEO_BUCKET = "slipway-videos";
  String DERIVED_BUCKET = "slipway-derived";

  int port();

  /** Who may do everything in it. */
  Keys rootKeys();

  /** Of the user that the application has; where there are no users, of the one that there is. */
  default Keys applicationKeys() {
    return rootKeys();
  }

  /** Goes on where it was, at the same port. */
  void start() throws Exception;

  /** SIGKILL. */
  void kill();

  /** As the application is told; the endpoint is that of a line. */
  default Map<String, String> settings(TcpProxy toStore) {
    return Map.of(
        "SLIPWAY_STORE_ENDPOINT", "http://127.0.0.1:" + toStore.port(),
        "SLIPWAY_STORE_ACCESS_KEY", applicationKeys().access(),
        "SLIPWAY_STORE_SECRET_KEY", applicationKeys().secret());
  }

  @Override
  void close();

  /** An access key and its secret. */
  record Keys(String access, String secret) {}
}
