package dev.slipway.web.limits;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Follows the frames that a client sends, without reading their content.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-4.1">RFC 9113, frame format</a>
 */
final class Http2FrameScanner {
  /** The connection preface, which comes before the first frame. */
  private long toSkip = Http2CodecUtil.connectionPrefaceBuf().readableBytes();

  private long head;
  private int headBytes;
  private boolean isData;
  private boolean isInHeaderBlock;

  /**
   * Whether after these bytes no header block and no other frame than DATA is incomplete. Leaves
   * the bytes unread.
   */
  boolean isBetweenHeaders(ByteBuf bytes) {
    var index = bytes.readerIndex();
    while (index < bytes.writerIndex()) {
      if (toSkip > 0) {
        var skipped = (int) Math.min(toSkip, bytes.writerIndex() - index);
        toSkip -= skipped;
        index += skipped;
      } else {
        head = head << Byte.SIZE | bytes.getUnsignedByte(index);
        index++;
        headBytes++;
        // The length, the type and the flags; the stream that follows does not matter.
        if (headBytes == Long.BYTES - 3) {
          beginFrame();
        }
      }
    }
    return headBytes == 0 && !isInHeaderBlock && (toSkip == 0 || isData);
  }

  private void beginFrame() {
    var flags = new Http2Flags((short) (head & 0xff));
    var type = (byte) (head >> Byte.SIZE);
    if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
      isInHeaderBlock = !flags.endOfHeaders();
    }
    isData = type == Http2FrameTypes.DATA;
    toSkip = (head >> 2 * Byte.SIZE) + Integer.BYTES;
    head = 0;
    headBytes = 0;
  }
}
