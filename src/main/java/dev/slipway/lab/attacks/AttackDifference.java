package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The difference between the request of an attack and what was signed, so that a page can mark the
 * line.
 *
 * @param part where it is in the request
 * @param name of the header or query parameter; null for the other parts
 * @param signed what the URL was signed for; null if nothing corresponds to it
 * @param sent null if it was left out
 */
public record AttackDifference(Part part, String name, String signed, String sent) {
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

  static AttackDifference method(String signed, String sent) {
    return new AttackDifference(Part.METHOD, null, signed, sent);
  }

  static AttackDifference path(String signed, String sent) {
    return new AttackDifference(Part.PATH, null, signed, sent);
  }

  static AttackDifference parameter(String name, String signed, String sent) {
    return new AttackDifference(Part.PARAMETER, name, signed, sent);
  }

  static AttackDifference header(String name, String signed, String sent) {
    return new AttackDifference(Part.HEADER, name, signed, sent);
  }

  static AttackDifference body(String signed, String sent) {
    return new AttackDifference(Part.BODY, null, signed, sent);
  }
}
