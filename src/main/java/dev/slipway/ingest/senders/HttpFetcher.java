package dev.slipway.ingest.senders;

import java.io.IOException;
import java.net.URI;

/** Fetches what a signature is verified with: certificates of Amazon SNS and keys of Google. */
interface HttpFetcher {
  /**
   * @throws IOException if there is no response, if its status is not 200, or if it is too large
   */
  byte[] get(URI url) throws IOException;
}
