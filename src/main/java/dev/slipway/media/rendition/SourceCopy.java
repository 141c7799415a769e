package dev.slipway.media.rendition;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.source.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Copies a stored file to a local one, because ffmpeg has no network. */
final class SourceCopy {
  private static final int CHUNK = 4 << 20;
  private static final int PERCENT = 100;

  private SourceCopy() {}

  /**
   * Copies a whole file. Runtime exceptions of the source pass through.
   *
   * @param file is created
   * @param minFreeSpace bytes that remain free beside the copy
   * @param progress receives the share that is copied, from 0 to 100
   * @throws TemporaryFilesException if there is no space for the copy now: try again
   * @throws MediaProgramException if the disk is too small for the copy, even if it were empty
   */
  static void create(MediaSource source, Path file, long minFreeSpace, IntConsumer progress) {
    try {
      requireSpace(source.size(), file, minFreeSpace);
      try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
        for (var offset = 0L; offset < source.size(); offset += CHUNK) {
          progress.accept((int) (offset * PERCENT / source.size()));
          var length = (int) Math.min(CHUNK, source.size() - offset);
          var bytes = ByteBuffer.wrap(source.read(offset, length));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }
      }
    } catch (IOException e) {
      throw new TemporaryFilesException(e);
    }
  }

  private static void requireSpace(long size, Path file, long minFreeSpace) throws IOException {
    var disk = Files.getFileStore(file.getParent());
    var total = disk.getTotalSpace();
    // Some file systems don't say how large they are.
    if (total > 0 && total - size < minFreeSpace) {
      throw new MediaProgramException(
          ("The file has %d bytes, and a copy of it must leave %d, but the worker's temporary"
                  + " directory has %d in all")
              .formatted(size, minFreeSpace, total));
    }
    var free = disk.getUsableSpace();
    if (free - size < minFreeSpace) {
      throw new IOException(
          "the copy of the file needs %d bytes and must leave %d, but %d are free"
              .formatted(size, minFreeSpace, free));
    }
  }
}
