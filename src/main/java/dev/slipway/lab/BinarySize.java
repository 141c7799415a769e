package dev.slipway.lab;

import dev.slipway.web.Formats;

/** Formats the sizes of settings, which are powers of 1024: {@code 16 MiB}, {@code 5 TiB}. */
public final class BinarySize {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private BinarySize() {}

  /** The size in the largest unit of which it is a multiple; others in powers of 1000. */
  public static String of(long bytes) {
    var unit = -1;
    var count = bytes;
    while (unit < UNITS.length - 1 && count % 1024 == 0) {
      count /= 1024;
      unit++;
    }
    return unit < 0 ? Formats.humanBytes(bytes) : Formats.exactCount(count) + " " + UNITS[unit];
  }
}
