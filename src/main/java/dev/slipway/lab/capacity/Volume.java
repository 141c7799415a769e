package dev.slipway.lab.capacity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the volume of uploads is given. */
public enum Volume {
  /** By the playing time of the videos that arrive. */
  HOURS,
  /** By the people who upload, and the size of a file. */
  USERS;

  static Optional<Volume> of(String parameter) {
    return Arrays.stream(values()).filter(volume -> volume.parameter().equals(parameter)).findAny();
  }

  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
