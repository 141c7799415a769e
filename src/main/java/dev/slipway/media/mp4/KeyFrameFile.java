package dev.slipway.media.mp4;

import dev.slipway.media.mp4.PictureTrack.KeyFrame;
import dev.slipway.media.source.LocalView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Writes an MP4 file with some key frames of another one, so that a program decodes exactly these
 * and reads nothing else. It takes over what describes the pictures: their format, colours, aspect
 * ratio and rotation.
 */
public final class KeyFrameFile {
  private static final int MILLIS = 1000;

  /** A description contains the parameter sets of the codec, a few hundred bytes. */
  private static final int MAX_COPIED_BOX = 1 << 20;

  /** The bytes that are copied at once, so that memory is limited. */
  private static final int BLOCK = 4 << 20;

  /** The largest file; offsets have 32 bits. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private KeyFrameFile() {}

  /**
   * Writes the file, in which the frame at an index is shown at this number of seconds. The bytes
   * of the frames are fetched.
   *
   * @param frames at least one; a frame may repeat
   * @return false if the frames or their descriptions are too large
   * @throws dev.slipway.media.source.SourceLimitException if the frames exceed a limit of the view
   */
  public static boolean write(PictureTrack track, List<KeyFrame> frames, Path file)
      throws IOException {
    var boxes = track.boxes();
    var total = frames.stream().mapToLong(KeyFrame::size).sum();
    if (total > MAX_BYTES || boxes.stsd().size() > MAX_COPIED_BOX) {
      return false;
    }
    var ftyp = boxes.ftyp() == null ? new byte[0] : copy(track.view(), boxes.ftyp());
    var length = ftyp.length + movie(track, frames, 0).length + Box.HEADER;
    try (var output = Files.newOutputStream(file)) {
      output.write(ftyp);
      output.write(movie(track, frames, length));
      output.write(header("mdat", Box.HEADER + total));
      for (var frame : frames) {
        writeFrame(track.view(), frame, output);
      }
    }
    return true;
  }

  private static void writeFrame(LocalView view, KeyFrame frame, OutputStream output)
      throws IOException {
    var end = frame.offset() + frame.size();
    for (var offset = frame.offset(); offset < end; offset += BLOCK) {
      output.write(view.bytes(offset, (int) Math.min(BLOCK, end - offset)));
    }
  }

  private static byte[] movie(PictureTrack track, List<KeyFrame> frames, long firstOffset) {
    var view = track.view();
    var boxes = track.boxes();
    var table =
        box(
            "stbl",
            copy(view, boxes.stsd()),
            fullBox("stts", LongStream.of(1, frames.size(), MILLIS)),
            fullBox("stsc", chunks(frames)),
            fullBox(
                "stsz",
                LongStream.concat(
                    LongStream.of(0, frames.size()), frames.stream().mapToLong(KeyFrame::size))),
            fullBox("stco", offsets(frames, firstOffset)));
    return box(
        "moov",
        copy(view, boxes.mvhd()),
        box(
            "trak",
            copy(view, boxes.tkhd()),
            box(
                "mdia",
                fullBox("mdhd", LongStream.of(0, 0, MILLIS, (long) frames.size() * MILLIS, 0)),
                copy(view, boxes.hdlr()),
                box(
                    "minf",
                    copyIfPresent(view, boxes.information(), "vmhd"),
                    copyIfPresent(view, boxes.information(), "dinf"),
                    table))));
  }

  /** Each frame is a chunk of its own. */
  private static LongStream chunks(List<KeyFrame> frames) {
    var entries = LongStream.builder().add(frames.size());
    for (var index = 0; index < frames.size(); index++) {
      entries.add(index + 1).add(1).add(frames.get(index).description());
    }
    return entries.build();
  }

  private static LongStream offsets(List<KeyFrame> frames, long firstOffset) {
    var entries = LongStream.builder().add(frames.size());
    var offset = firstOffset;
    for (var frame : frames) {
      entries.add(offset);
      offset += frame.size();
    }
    return entries.build();
  }

  private static byte[] copyIfPresent(LocalView view, Map<String, Box> boxes, String type) {
    var box = boxes.get(type);
    return box == null ? new byte[0] : copy(view, box);
  }

  private static byte[] copy(LocalView view, Box box) {
    return view.bytes(box.start(), (int) Math.min(MAX_COPIED_BOX, box.size()));
  }

  /** A box with version and flags of zero, and numbers of 32 bits. */
  private static byte[] fullBox(String type, LongStream numbers) {
    var values = numbers.toArray();
    var content = ByteBuffer.allocate(Integer.BYTES * (1 + values.length)).putInt(0);
    for (var value : values) {
      content.putInt((int) value);
    }
    return box(type, content.array());
  }

  private static byte[] box(String type, byte[]... contents) {
    var bytes = new ByteArrayOutputStream();
    for (var content : contents) {
      bytes.writeBytes(content);
    }
    var all = ByteBuffer.allocate(Box.HEADER + bytes.size());
    return all.put(header(type, all.capacity())).put(bytes.toByteArray()).array();
  }

  private static byte[] header(String type, long size) {
    return ByteBuffer.allocate(Box.HEADER)
        .putInt((int) size)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .array();
  }
}
