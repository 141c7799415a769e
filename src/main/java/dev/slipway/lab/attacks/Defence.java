package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/** The line of defence that an attack meets. */
public enum Defence {
  SIGNATURE(
      "Signature", "The store computes the signature of what arrives and compares it.", 400, 403),
  PRECONDITION("Precondition", "A signed condition makes the store refuse a second use.", 409, 412),
  CHECKSUM("Checksum", "The store compares the bytes with the signed SHA-256.", 400, 403),
  POLICY("Policy", "The store has a rule of its own for what a URL does not mention.", 400, 403),
  APPLICATION(
      "Application",
      "The application checks who asks, and believes only what the store reports.",
      401,
      404,
      409,
      413),
  ALLOWED("Allowed, and why", "Nothing refuses this. It is how a pre-signed URL works.", 400, 403);

  private final String title;
  private final String summary;
  private final Set<Integer> refusals;

  Defence(String title, String summary, Integer... refusals) {
    this.title = title;
    this.summary = summary;
    this.refusals = Set.of(refusals);
  }

  /** Whether a request that meets this defence is refused with this status. */
  boolean refusesWith(int status) {
    return refusals.contains(status);
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
