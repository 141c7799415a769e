package dev.slipway.storage.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import okhttp3.ResponseBody;

/**
 * A stream of notifications, one JSON object per line. Between notifications the store sends
 * keep-alives: lines without records, or spaces without a line end in older releases.
 */
public final class BucketEventStream implements Closeable {
  private static final Set<String> KEEP_ALIVES =
      Set.of("", "{\"Records\":null}", "{\"Records\":[]}");

  private final InputStream content;
  private final int maxLineLength;

  BucketEventStream(ResponseBody body, int maxLineLength) {
    this.content = new BufferedInputStream(body.byteStream());
    this.maxLineLength = maxLineLength;
  }

  /**
   * Waits for the next notification.
   *
   * @return its line as received, without the line end, cut to the maximum length
   * @throws IOException if the stream has ended; an incomplete last line is dropped
   */
  public byte[] next() throws IOException {
    var line = readLine();
    while (KEEP_ALIVES.contains(line.toString(StandardCharsets.UTF_8))) {
      line = readLine();
    }
    return line.toByteArray();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private ByteArrayOutputStream readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = read(); b != '\n'; b = read()) {
      var isPadding = b == ' ' && line.size() == 0;
      if (!isPadding && line.size() < maxLineLength) {
        line.write(b);
      }
    }
    return line;
  }

  private int read() throws IOException {
    var b = content.read();
    if (b < 0) {
      throw new EOFException("the store ended the stream");
    }
    return b;
  }
}
