package dev.slipway.catalogue.timeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Who sends or receives the messages of a timeline, in the order of the lanes. */
public enum Participant {
  /** A browser, or another program that uploads or manages videos. */
  CLIENT("Client"),
  APPLICATION("Application"),
  STORE("Store");

  private final String title;

  Participant(String title) {
    this.title = title;
  }

  /** The titles of the lanes, from left to right. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(Participant::title).toList();
  }

  public String title() {
    return title;
  }

  /** The number of the lane, counted from 1 at the left. */
  int lane() {
    return ordinal() + 1;
  }

  @JsonValue
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
