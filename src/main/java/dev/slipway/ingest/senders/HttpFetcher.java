package dev.slipway.ingest.senders;

import java.io.IOException;
import java.net.URI;

/** How that is got by which a sender is known: a certificate of Amazon SNS, the keys of Google. */
interface HttpFetcher {
  /**
   * @throws IOException for any answer but 200, for none, and for one that is too large
   */
  byte[] get(URI address) throws IOException;
}
