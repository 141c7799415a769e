package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What an attack sends that differs from what was signed, so that a page can mark the line.
 *
 * @param part where it is in the request
 * @param name of the header or query parameter; null for the other parts
 * @param signed what the URL was signed for; null if nothing corresponds to it
 * @param sent null if it was left out
 */
public record Difference(Part part, String name, String signed, String sent) {
  /** The part of a request. The lower-case name is in the JSON. */
  public enum Part {
    METHOD,
    PATH,
    PARAMETER,
    HEADER,
    BODY;

    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Difference method(String signed, String sent) {
    return new Difference(Part.METHOD, null, signed, sent);
  }

  static Difference path(String signed, String sent) {
    return new Difference(Part.PATH, null, signed, sent);
  }

  static Difference parameter(String name, String signed, String sent) {
    return new Difference(Part.PARAMETER, name, signed, sent);
  }

  static Difference header(String name, String signed, String sent) {
    return new Difference(Part.HEADER, name, signed, sent);
  }

  static Difference body(String signed, String sent) {
    return new Difference(Part.BODY, null, signed, sent);
  }
}
