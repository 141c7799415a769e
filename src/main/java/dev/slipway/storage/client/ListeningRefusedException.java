package dev.slipway.storage.client;

import java.io.IOException;

/** The store refuses to be listened to. The message is a sentence that says how to fix it. */
public class ListeningRefusedException extends IOException {
  ListeningRefusedException(String message) {
    super(message);
  }
}
