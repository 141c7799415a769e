package dev.slipway.storage.client;

import java.io.IOException;

/** The store will not let us listen. Its message is a sentence that says what to mend. */
public class ListeningRefusedException extends IOException {
  ListeningRefusedException(String message) {
    super(message);
  }
}
