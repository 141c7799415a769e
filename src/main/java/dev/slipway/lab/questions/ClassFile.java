package dev.slipway.lab.questions;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;

/**
 * Reads the line numbers of a compiled class, so that references to the source are always those of
 * the version that runs.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html">The class file
 *     format</a>
 */
final class ClassFile {
  private final DataInputStream in;
  private String[] names;

  ClassFile(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in));
  }

  /** The first line with code of a method; of several with this name, the one that comes first. */
  OptionalInt firstLineOf(String method) throws IOException {
    in.skipNBytes(8); // magic number and version
    readConstants();
    in.skipNBytes(6); // access, this class, super class
    in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
    skipFields();
    var line = OptionalInt.empty();
    for (var count = in.readUnsignedShort(); count > 0; count--) {
      in.skipNBytes(2); // access
      var found = names[in.readUnsignedShort()].equals(method);
      in.skipNBytes(2); // descriptor
      var first = readFirstLine();
      line = found ? min(line, first) : line;
    }
    return line;
  }

  private void readConstants() throws IOException {
    names = new String[in.readUnsignedShort()];
    for (var i = 1; i < names.length; i++) {
      var tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> names[i] = in.readUTF();
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // long and double take two places
        }
        default -> throw new IOException("Unknown constant " + tag);
      }
    }
  }

  private void skipFields() throws IOException {
    for (var count = in.readUnsignedShort(); count > 0; count--) {
      in.skipNBytes(6); // access, name, descriptor
      for (var attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        in.skipNBytes(2);
        skipContent();
      }
    }
  }

  private OptionalInt readFirstLine() throws IOException {
    var line = OptionalInt.empty();
    for (var attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
      if (names[in.readUnsignedShort()].equals("Code")) {
        in.skipNBytes(8); // length, stack and variables
        skipContent(); // instructions
        in.skipNBytes(8L * in.readUnsignedShort()); // exception handlers
        line = readLineTables();
      } else {
        skipContent();
      }
    }
    return line;
  }

  private OptionalInt readLineTables() throws IOException {
    var line = OptionalInt.empty();
    for (var attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
      if (names[in.readUnsignedShort()].equals("LineNumberTable")) {
        in.skipNBytes(4); // length
        for (var entries = in.readUnsignedShort(); entries > 0; entries--) {
          in.skipNBytes(2); // instruction
          line = min(line, OptionalInt.of(in.readUnsignedShort()));
        }
      } else {
        skipContent();
      }
    }
    return line;
  }

  private void skipContent() throws IOException {
    in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
  }

  private static OptionalInt min(OptionalInt a, OptionalInt b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return OptionalInt.of(Math.min(a.getAsInt(), b.getAsInt()));
  }
}
