package dev.slipway.media.rendition;

import dev.slipway.media.mp4.DamagedIndexException;
import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.mp4.FragmentIndexer;
import dev.slipway.media.probe.MediaProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Reads one output of ffmpeg from a named pipe, in a thread of its own: indexes it and passes it
 * on. The pipe has an end that this process keeps open, so that neither side waits for the other.
 */
final class RenditionOutput implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final RenditionSink sink;
  private final long maxSize;
  private final RandomAccessFile openEnd;
  private final InputStream input;
  private final FragmentIndexer indexer = new FragmentIndexer();
  private final CompletableFuture<FragmentIndex> result = new CompletableFuture<>();
  private volatile boolean isWriting;
  private boolean isStarted;

  /**
   * @param pipe a named pipe that exists
   * @param maxSize bytes; a larger output is a failure
   */
  RenditionOutput(Path pipe, RenditionSink sink, long maxSize) throws IOException {
    this.sink = sink;
    this.maxSize = maxSize;
    this.openEnd = new RandomAccessFile(pipe.toFile(), "rw");
    // Doesn't wait for the program, because the pipe already has an end to which is written.
    this.input = Files.newInputStream(pipe);
  }

  /** Starts to read. The result fails as soon as the bytes can't be used. */
  CompletableFuture<FragmentIndex> start() {
    isStarted = true;
    var thread = new Thread(this::readAll, "rendition-output");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Whether the receiver has not yet taken the bytes that were read. */
  boolean isWriting() {
    return isWriting;
  }

  /** Ends the output, once the program has ended. What is still in the pipe is read. */
  @Override
  public void close() {
    try {
      openEnd.close();
      if (!isStarted) {
        input.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readAll() {
    try (input) {
      var buffer = new byte[BUFFER];
      var size = 0L;
      for (var count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        size += count;
        if (size > maxSize) {
          throw new MediaProgramException(
              "ffmpeg wrote more than %d bytes of a rendition".formatted(maxSize));
        }
        indexer.accept(buffer, 0, count);
        isWriting = true;
        sink.write(buffer, 0, count);
        isWriting = false;
      }
      result.complete(indexer.finish());
    } catch (DamagedIndexException e) {
      result.completeExceptionally(
          new MediaProgramException("ffmpeg wrote a damaged rendition: " + e.getMessage(), e));
    } catch (IOException e) {
      result.completeExceptionally(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    } catch (Error e) {
      // The caller that waits for the result expects failures of a media job, and would never wake
      // up.
      result.completeExceptionally(new MediaProgramException("A rendition can't be read: " + e, e));
    } finally {
      isWriting = false;
    }
  }
}
