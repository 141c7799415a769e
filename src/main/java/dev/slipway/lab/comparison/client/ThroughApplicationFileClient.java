package dev.slipway.lab.comparison.client;

import java.io.IOException;

/** Sends a file as the body of a request to the application. */
final class ThroughApplicationFileClient implements FileClient {
  private final ApplicationClient application;
  private final ClientFile file;
  private final String name;

  ThroughApplicationFileClient(ApplicationClient application, ClientFile file, String name) {
    this.application = application;
    this.file = file;
    this.name = name;
  }

  @Override
  public void send(SentBytes sent) throws IOException {
    application.put("/api/lab/uploads/" + name, file, sent);
  }

  /** Nothing is left of a request that was cut. */
  @Override
  public void resume(SentBytes sent) throws IOException {
    send(sent);
  }
}
