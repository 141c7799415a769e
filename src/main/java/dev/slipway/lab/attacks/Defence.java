package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The line of defence that an attack meets. */
public enum Defence {
  SIGNATURE("Signature", "The store computes the signature of what arrives and compares it."),
  PRECONDITION("Precondition", "A signed condition makes the store refuse a second use."),
  CHECKSUM("Checksum", "The store compares the bytes with the signed SHA-256."),
  POLICY("Policy", "The store has a rule of its own for what a URL does not mention."),
  APPLICATION(
      "Application", "The application checks who asks, and believes only what the store reports."),
  ALLOWED("Allowed, and why", "Nothing refuses this. It is how a pre-signed URL works.");

  private final String title;
  private final String summary;

  Defence(String title, String summary) {
    this.title = title;
    this.summary = summary;
  }

  public String title() {
    return title;
  }

  /** One sentence for the heading of the group. */
  public String summary() {
    return summary;
  }

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
