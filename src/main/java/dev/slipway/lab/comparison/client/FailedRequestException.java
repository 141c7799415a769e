package dev.slipway.lab.comparison.client;

import java.io.IOException;

/** A server has answered a client with an error. The message is for people. */
public final class FailedRequestException extends IOException {
  FailedRequestException(String message) {
    super(message);
  }
}
