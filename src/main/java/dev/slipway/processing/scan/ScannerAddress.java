package dev.slipway.processing.scan;

import java.net.InetSocketAddress;

/** Host and port of the scanner. */
record ScannerAddress(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if it isn't a host and a port
   */
  static ScannerAddress parse(String text) {
    var separator = text.lastIndexOf(':');
    try {
      var port = Integer.parseInt(text.substring(separator + 1));
      var host = separator < 1 ? "" : text.substring(0, separator).strip();
      if (!host.isEmpty() && port > 0 && port <= MAX_PORT) {
        return new ScannerAddress(host.replaceAll("^\\[|]$", ""), port);
      }
    } catch (NumberFormatException notANumber) {
      // The same answer as for a port that is out of bounds.
    }
    throw new IllegalArgumentException(
        "SLIPWAY_SCAN_ADDRESS must be a host and a port, such as clamd:3310, not \""
            + text
            + "\".");
  }

  InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
