package dev.slipway.ingest;

import java.io.IOException;
import java.net.URI;

/** How something is got from Amazon SNS. */
interface SnsFetch {
  /**
   * @throws IOException for any answer but 200, for none, and for one that is too large
   */
  byte[] get(URI address) throws IOException;
}
