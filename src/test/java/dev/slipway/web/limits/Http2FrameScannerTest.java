package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2FrameScannerTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final Http2FrameScanner frames = new Http2FrameScanner();

  @BeforeEach
  void receivePreface() {
    var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(frames.isBetweenHeaders(Unpooled.wrappedBuffer(preface))).isTrue();
  }

  @Test
  void completeFramesLeaveNothingOpen() {
    assertThat(frames.isBetweenHeaders(frame(SETTINGS, 0, 0))).isTrue();
    assertThat(frames.isBetweenHeaders(frame(SETTINGS, 0, 12))).isTrue();
    assertThat(frames.isBetweenHeaders(frame(HEADERS, END_HEADERS, 300))).isTrue();
  }

  @Test
  void headerBlockIsOpenUntilItsLastFrame() {
    assertThat(frames.isBetweenHeaders(frame(HEADERS, 0, 10))).isFalse();
    assertThat(frames.isBetweenHeaders(frame(CONTINUATION, 0, 10))).isFalse();
    assertThat(frames.isBetweenHeaders(frame(CONTINUATION, END_HEADERS, 10))).isTrue();
  }

  @Test
  void partOfAFrameIsOpenAfterEveryByte() {
    var frame = frame(HEADERS, END_HEADERS, 3);
    while (frame.readableBytes() > 1) {
      assertThat(frames.isBetweenHeaders(frame.readSlice(1))).isFalse();
    }
    assertThat(frames.isBetweenHeaders(frame)).isTrue();
  }

  /** The body has a deadline of its own. */
  @Test
  void partOfABodyIsNotOpen() {
    assertThat(frames.isBetweenHeaders(frame(DATA, 0, 100).readSlice(50))).isTrue();
    assertThat(frames.isBetweenHeaders(Unpooled.wrappedBuffer(new byte[59]))).isTrue();
    assertThat(frames.isBetweenHeaders(frame(HEADERS, 0, 1))).isFalse();
  }

  private static ByteBuf frame(int type, int flags, int length) {
    return Unpooled.buffer()
        .writeMedium(length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(1)
        .writeZero(length);
  }
}
