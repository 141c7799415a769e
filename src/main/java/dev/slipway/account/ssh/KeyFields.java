package dev.slipway.account.ssh;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a public key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4251#section-5">RFC 4251, data types</a>
 */
final class KeyFields {
  private final ByteBuffer bytes;

  KeyFields(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads a field with its length before it.
   *
   * @throws BufferUnderflowException if the key is cut off
   */
  byte[] readBytes() {
    var length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    var field = new byte[length];
    bytes.get(field);
    return field;
  }

  /**
   * @throws BufferUnderflowException if the key is cut off
   */
  String readText() {
    return new String(readBytes(), StandardCharsets.US_ASCII);
  }

  /**
   * @throws BufferUnderflowException if the key is cut off
   */
  BigInteger readNumber() {
    var field = readBytes();
    return field.length == 0 ? BigInteger.ZERO : new BigInteger(field);
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }
}
