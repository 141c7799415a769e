package dev.slipway.faults;

import java.util.Map;

/** An S3 server in a separate process, which verifies signatures. */
interface StoreServer extends AutoCloseable {
  String VIDEO_BUCKET = "slipway-videos";
  String DERIVED_BUCKET = "slipway-derived";

  int port();

  /** The keys of the root user, who has all permissions. */
  Keys rootKeys();

  /** The keys of the application. The embedded store has no users, so they are the root keys. */
  default Keys applicationKeys() {
    return rootKeys();
  }

  /** Starts the server, with the data and the port of earlier starts. */
  void start() throws Exception;

  /** Kills the process with SIGKILL. */
  void kill();

  /** The settings of the application, which reaches the store through a proxy. */
  default Map<String, String> settings(TcpProxy proxy) {
    return Map.of(
        "SLIPWAY_STORE_ENDPOINT", "http://127.0.0.1:" + proxy.port(),
        "SLIPWAY_STORE_ACCESS_KEY", applicationKeys().access(),
        "SLIPWAY_STORE_SECRET_KEY", applicationKeys().secret());
  }

  @Override
  void close();

  /** An access key and its secret. */
  record Keys(String access, String secret) {}
}
