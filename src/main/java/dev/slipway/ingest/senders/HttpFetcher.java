package dev.slipway.ingest.senders;

import java.io.IOException;
import java.net.URI;

/** Fetches what a signature is verified with: certificates of Amazon SNS and keys of Google. */
interface HttpFetcher {
  /**
   * @throws AbsentException if the server refuses the request: it has no such resource
   * @throws IOException if there is no response, if its status is another one than 200, or if it is
   *     too large
   */
  byte[] get(URI url) throws IOException;

  /** The server has no such resource, so repeating the request is useless. */
  final class AbsentException extends IOException {
    private static final long serialVersionUID = 1L;

    AbsentException(String message) {
      super(message);
    }
  }
}
