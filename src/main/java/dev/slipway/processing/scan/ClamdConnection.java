package dev.slipway.processing.scan;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One command to clamd: commands and answers end with a zero byte. */
final class ClamdConnection implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_ANSWER_LENGTH = 1_000;

  private final Socket socket = new Socket();
  private final DataOutputStream output;

  ClamdConnection(ScannerAddress address, Duration timeout) throws IOException {
    try {
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(address.resolve(), CONNECT_TIMEOUT_MILLIS);
      output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  void sendCommand(String name) throws IOException {
    output.write(("z" + name + "\0").getBytes(StandardCharsets.US_ASCII));
    output.flush();
  }

  /** Sends a part of the file; an empty one ends the file. */
  void sendChunk(byte[] bytes) throws IOException {
    output.writeInt(bytes.length);
    output.write(bytes);
    output.flush();
  }

  /** Reads the answer without its zero byte. */
  String readAnswer() throws IOException {
    var input = socket.getInputStream();
    var answer = new StringBuilder();
    for (var next = input.read(); next > 0; next = input.read()) {
      answer.append((char) next);
      if (answer.length() > MAX_ANSWER_LENGTH) {
        throw new IOException("The answer is too long");
      }
    }
    return answer.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
