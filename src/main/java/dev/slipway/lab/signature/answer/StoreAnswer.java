package dev.slipway.lab.signature.answer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An answer of a store, as far as it was pasted.
 *
 * @param status the HTTP status; 0 if it wasn't pasted
 * @param fields the elements of the XML document by name; empty if there is none
 */
public record StoreAnswer(int status, Map<String, String> fields) {
  private static final Pattern BYTES = Pattern.compile("[0-9A-Fa-f\\s]+");

  public StoreAnswer {
    fields = Map.copyOf(fields);
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
  }

  /** The error code, such as {@code SignatureDoesNotMatch}; empty without one. */
  public String code() {
    return fields.getOrDefault("Code", "");
  }

  /** The message, and Google's details. */
  public String message() {
    return (fields.getOrDefault("Message", "") + " " + fields.getOrDefault("Details", "")).strip();
  }

  /** The canonical request that the store computed. */
  public Optional<String> canonicalRequest() {
    return bytesOf("CanonicalRequestBytes").or(() -> field("CanonicalRequest"));
  }

  /** The string to sign that the store computed. */
  public Optional<String> stringToSign() {
    return bytesOf("StringToSignBytes").or(() -> field("StringToSign"));
  }

  /**
   * Decodes the form that shows every byte. In the other one, XML has replaced characters such as a
   * carriage return.
   */
  private Optional<String> bytesOf(String name) {
    return field(name)
        .filter(text -> BYTES.matcher(text).matches())
        .map(text -> text.replaceAll("\\s", ""))
        .filter(text -> text.length() % 2 == 0)
        .map(text -> new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8));
  }
}
