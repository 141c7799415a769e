package dev.slipway.testing;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * Sets the size of the buffers from which the system sends responses. Otherwise the system chooses
 * it, often more than 4 MB, so whether an unread response stays in the memory of the application
 * would depend on the machine.
 */
@Alternative
@Singleton
public final class SmallSendBuffers implements HttpServerOptionsCustomizer {
  private static final int BYTES = 16 * 1024;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setSendBufferSize(BYTES);
  }
}
