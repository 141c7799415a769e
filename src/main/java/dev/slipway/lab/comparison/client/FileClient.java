package dev.slipway.lab.comparison.client;

import java.io.IOException;

/** A client that sends one file in one way. */
interface FileClient {
  /** Sends the file until it is in the catalogue. */
  void send(SentBytes sent) throws IOException;

  /** Continues after the connection was cut, as far as the protocol can. */
  void resume(SentBytes sent) throws IOException;
}
