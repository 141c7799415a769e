package dev.slipway.processing.scan;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that speaks clamd's protocol. Files that contain {@link #MARK} are infected, and longer
 * ones than its limit are refused as clamd refuses them.
 */
public final class ScannerServer implements Closeable {
  public static final String MARK = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
  public static final String NAME = "Eicar-Test-Signature";

  private final ServerSocket server;
  private final long limit;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile long received;
  private volatile int maxChunk;
  private volatile String answer;

  /**
   * @param port 0 for a free one
   * @param limit in bytes
   */
  public ScannerServer(int port, long limit) throws IOException {
    this.server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    this.limit = limit;
    threads.submit(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /** The bytes of the last file. */
  long received() {
    return received;
  }

  int maxChunk() {
    return maxChunk;
  }

  /** Answers this to every file from now on; empty as if it had crashed; null for a result. */
  public void answer(String text) {
    answer = text;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        threads.submit(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var input = new DataInputStream(client.getInputStream());
      var command = readCommand(input);
      var reply = command.equals("zVERSION") ? "ClamAV 1.4.3/27800" : scan(input);
      client.getOutputStream().write((reply + "\0").getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
    } catch (IOException disconnected) {
      // The client notices it too.
    }
  }

  private static String readCommand(DataInputStream input) throws IOException {
    var command = new StringBuilder();
    for (var next = input.read(); next > 0; next = input.read()) {
      command.append((char) next);
    }
    return command.toString();
  }

  private String scan(DataInputStream input) throws IOException {
    var file = new ByteArrayOutputStream();
    received = 0;
    for (var length = input.readInt(); length > 0; length = input.readInt()) {
      maxChunk = Math.max(maxChunk, length);
      file.write(input.readNBytes(length));
      received += length;
      if (received > limit) {
        return "INSTREAM size limit exceeded. ERROR";
      }
    }
    if (answer != null) {
      return answer;
    }
    return file.toString(StandardCharsets.ISO_8859_1).contains(MARK)
        ? "stream: " + NAME + " FOUND"
        : "stream: OK";
  }
}
