package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a request ends. */
public enum Outcome {
  REFUSED,
  ALLOWED;

  private static final int FIRST_ERROR = 400;

  static Outcome ofStatus(int status) {
    return status >= FIRST_ERROR ? REFUSED : ALLOWED;
  }

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
