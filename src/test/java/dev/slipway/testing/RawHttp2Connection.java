package dev.slipway.testing;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/2 connection in clear text whose frames the test sends one by one, so that a stream can
 * stop anywhere. It grants no more window than the protocol's default.
 */
public final class RawHttp2Connection implements AutoCloseable {
  public static final int END_STREAM = 0x1;
  public static final int END_HEADERS = 0x4;

  private static final int DATA = 0x0;
  private static final int HEADERS = 0x1;
  private static final int RESET = 0x3;
  private static final int SETTINGS = 0x4;
  private static final int PING = 0x6;
  private static final int ACK = 0x1;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int TIMEOUT_SECONDS = 30;
  private static final int INITIAL_WINDOW_SIZE = 0x4;

  /** The default of the protocol. */
  private static final int MAX_FRAME_SIZE = 16_384;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataOutputStream out;
  private final String authority;
  private final CountDownLatch settings = new CountDownLatch(1);
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final Map<Integer, Long> resets = new ConcurrentHashMap<>();
  private int nextStream = 1;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean isReading = true;
  private volatile boolean isClosed;

  private RawHttp2Connection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    out = new DataOutputStream(socket.getOutputStream());
    authority = "127.0.0.1:" + port;
  }

  /** Opens a connection with prior knowledge. */
  public static RawHttp2Connection open(int port) throws IOException {
    return open(port, 65_535);
  }

  /**
   * Opens a connection.
   *
   * @param window how many bytes of each response the server may send
   */
  public static RawHttp2Connection open(int port, int window) throws IOException {
    var connection = new RawHttp2Connection(port);
    connection.out.write(PREFACE);
    var settings = new ByteArrayOutputStream();
    new DataOutputStream(settings).writeShort(INITIAL_WINDOW_SIZE);
    new DataOutputStream(settings).writeInt(window);
    connection.writeFrame(SETTINGS, 0, 0, settings.toByteArray());
    var reader = new Thread(connection::readFrames, "http2-reader");
    reader.setDaemon(true);
    reader.start();
    connection.awaitSettings();
    return connection;
  }

  /** Sends the head of a request and returns its stream. */
  public int sendHead(String method, String path, int flags, List<String> headers)
      throws IOException {
    var block = new ByteArrayOutputStream();
    writeHeader(block, ":method", method);
    writeHeader(block, ":scheme", "http");
    writeHeader(block, ":authority", authority);
    writeHeader(block, ":path", path);
    for (var header : headers) {
      var name = header.substring(0, header.indexOf(": "));
      writeHeader(block, name, header.substring(name.length() + 2));
    }
    synchronized (out) {
      var stream = nextStream;
      nextStream += 2;
      writeFrame(HEADERS, flags, stream, block.toByteArray());
      return stream;
    }
  }

  public void sendData(int stream, byte[] data, int flags) throws IOException {
    writeFrame(DATA, flags, stream, data);
  }

  /** Sends a whole body, which must fit into the window that the server grants at first. */
  public void sendBody(int stream, byte[] body) throws IOException {
    for (var start = 0; start < body.length; start += MAX_FRAME_SIZE) {
      var end = Math.min(start + MAX_FRAME_SIZE, body.length);
      sendData(stream, Arrays.copyOfRange(body, start, end), end == body.length ? END_STREAM : 0);
    }
  }

  /** Sends any frame. */
  public void writeFrame(int type, int flags, int stream, byte[] payload) throws IOException {
    synchronized (out) {
      out.writeByte(payload.length >> 16);
      out.writeShort(payload.length);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(stream);
      out.write(payload);
      out.flush();
    }
  }

  /** Leaves everything unread that the server sends after the next frame. */
  public void stopReading() {
    isReading = false;
  }

  /** The status of the stream's response, or null before it arrives. */
  public Integer status(int stream) {
    return statuses.get(stream);
  }

  /** How many streams have received a final response. */
  public int responses() {
    return statuses.size();
  }

  /** How many streams the server has reset, with any error code. */
  public int resets() {
    return resets.size();
  }

  /** Whether the stream is over: reset, or its connection is closed. */
  public boolean isReset(int stream) {
    return isClosed || resets.containsKey(stream);
  }

  /** Whether the server has closed the connection. */
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    socket.close();
  }

  /** No frame may come between the frames of a header block, not even an acknowledgement. */
  private void awaitSettings() throws IOException {
    try {
      if (!settings.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("The server has sent no settings");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void readFrames() {
    var decoder = new DefaultHttp2HeadersDecoder(false);
    try (var in = new DataInputStream(socket.getInputStream())) {
      while (isReading) {
        var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        var type = in.readUnsignedByte();
        var flags = in.readUnsignedByte();
        var stream = in.readInt();
        receive(type, flags, stream, in.readNBytes(length), decoder);
      }
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | Http2Exception e) {
      isClosed = true;
    }
  }

  private void receive(
      int type, int flags, int stream, byte[] payload, DefaultHttp2HeadersDecoder decoder)
      throws IOException, Http2Exception {
    if (type == HEADERS) {
      // Vert.x sends a priority of five bytes before the headers.
      var start = (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
      var block = Unpooled.wrappedBuffer(payload, start, payload.length - start);
      var headers = decoder.decodeHeaders(stream, block);
      var status = Integer.parseInt(headers.status().toString());
      if (status >= 200) {
        statuses.put(stream, status);
      }
    } else if (type == RESET) {
      resets.put(stream, (long) Unpooled.wrappedBuffer(payload).readInt());
    } else if (type == SETTINGS && (flags & ACK) == 0) {
      writeFrame(SETTINGS, ACK, 0, new byte[0]);
      settings.countDown();
    } else if (type == PING && (flags & ACK) == 0) {
      writeFrame(PING, ACK, 0, payload);
    }
  }

  /** A literal header field without indexing, without Huffman coding (RFC 7541, 6.2.2). */
  private static void writeHeader(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    writeText(block, name);
    writeText(block, value);
  }

  private static void writeText(ByteArrayOutputStream block, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    var prefix = 0x7f;
    if (bytes.length < prefix) {
      block.write(bytes.length);
    } else {
      block.write(prefix);
      var rest = bytes.length - prefix;
      while (rest >= 0x80) {
        block.write(rest % 0x80 | 0x80);
        rest /= 0x80;
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }
}
