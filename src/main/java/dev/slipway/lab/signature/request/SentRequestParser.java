package dev.slipway.lab.signature.request;

import java.util.Optional;

/** Recognises what was pasted, and reads it. */
public final class SentRequestParser {
  private SentRequestParser() {}

  /** Returns empty if the text is none of the forms. */
  public static Optional<SentRequest> parse(String pasted) {
    var text = pasted.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.startsWith("$ ")) {
      text = text.substring(2).strip();
    }
    if (CurlCommand.matches(text)) {
      return Optional.of(CurlCommand.parse(text));
    }
    var fetch = FetchCall.parse(text);
    return fetch.isPresent() ? fetch : RawRequestReader.parse(text);
  }
}
