package dev.slipway.admin;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bytes as hexadecimal and, beside it, as text where they are ASCII. */
final class HexDump {
  private static final int BYTES_PER_LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  static String of(byte[] bytes) {
    return IntStream.iterate(0, from -> from < bytes.length, from -> from + BYTES_PER_LINE)
        .mapToObj(from -> row(from, Arrays.copyOfRange(bytes, from, min(from, bytes.length))))
        .collect(Collectors.joining("\n"));
  }

  private static int min(int from, int length) {
    return Math.min(from + BYTES_PER_LINE, length);
  }

  private static String row(int from, byte[] bytes) {
    return "%06x  %-47s  %s".formatted(from, HEX.formatHex(bytes), text(bytes));
  }

  private static String text(byte[] bytes) {
    var text = new StringBuilder(BYTES_PER_LINE);
    for (var one : bytes) {
      text.append(one >= ' ' && one <= '~' ? (char) one : '.');
    }
    return text.toString();
  }
}
