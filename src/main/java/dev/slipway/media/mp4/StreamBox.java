package dev.slipway.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box that is in memory with all of its contents.
 *
 * @param content without the header
 */
record StreamBox(String type, ByteBuffer content) {
  /** The boxes in a buffer, which has nothing else from its position on. */
  static List<StreamBox> in(ByteBuffer bytes) throws DamagedIndexException {
    var boxes = new ArrayList<StreamBox>();
    var rest = bytes.slice();
    while (rest.remaining() >= Box.HEADER) {
      var size = rest.getInt(rest.position());
      if (size < Box.HEADER || size > rest.remaining()) {
        throw new DamagedIndexException("a box has an impossible size");
      }
      var type = new byte[Integer.BYTES];
      rest.get(rest.position() + Integer.BYTES, type);
      var content = rest.slice(rest.position() + Box.HEADER, size - Box.HEADER);
      boxes.add(new StreamBox(new String(type, StandardCharsets.ISO_8859_1), content));
      rest.position(rest.position() + size);
    }
    return boxes;
  }

  boolean is(String expected) {
    return type.equals(expected);
  }

  List<StreamBox> children() throws DamagedIndexException {
    return in(content);
  }

  Optional<StreamBox> child(String childType) throws DamagedIndexException {
    return children().stream().filter(box -> box.is(childType)).findFirst();
  }

  /** The box that is reached through these types. */
  StreamBox require(String... path) throws DamagedIndexException {
    var box = this;
    for (var step : path) {
      var parent = box.type();
      box =
          box.child(step)
              .orElseThrow(
                  () -> new DamagedIndexException("'%s' has no '%s'".formatted(parent, step)));
    }
    return box;
  }

  /** A cursor at the beginning of the contents, with the version and flags first. */
  ByteBuffer fields() {
    return content.slice();
  }
}
