package dev.slipway.media.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts the output of a program into lines while it arrives. A line that never ends is dropped. */
final class LineSplitter {
  private static final int MAX_LENGTH = 1024;

  private final Consumer<String> consumer;
  private final StringBuilder line = new StringBuilder();

  LineSplitter(Consumer<String> consumer) {
    this.consumer = consumer;
  }

  void accept(byte[] bytes, int count) {
    var text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    for (var at = 0; at < text.length(); at++) {
      var letter = text.charAt(at);
      if (letter == '\n') {
        consumer.accept(line.toString());
        line.setLength(0);
      } else if (line.length() < MAX_LENGTH) {
        line.append(letter);
      }
    }
  }
}
