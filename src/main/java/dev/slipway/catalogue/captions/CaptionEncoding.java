package dev.slipway.catalogue.captions;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Decodes caption files. WebVTT is UTF-8, but many programs write SubRip in the encoding of the
 * computer, and no file names its encoding.
 */
final class CaptionEncoding {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** In texts of Western Europe, far fewer letters than this have accents. */
  private static final double MAX_SHARE_OF_ACCENTS = 0.25;

  /** Where Windows-1250 has ą, ł and ź, this encoding has what is never inside a word. */
  private static final Pattern POLISH = Pattern.compile("\\p{L}[¹³]\\p{L}|\\p{Ll}Ÿ");

  /** Where Windows-1250 has š or ž as this encoding, and for ě and ř what no text has besides. */
  private static final Pattern CZECH =
      Pattern.compile("^(?=[^šžŠŽ]*+[šžŠŽ])[^ìø]*+[ìø]", Pattern.DOTALL);

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int UTF_16_SAMPLE = 64;

  private CaptionEncoding() {}

  /**
   * Decodes UTF-8, UTF-16, and texts in the languages of Western Europe in Windows-1252, which
   * contains ISO 8859-1.
   *
   * @throws InvalidCaptionsException if it is none of them
   */
  static String decode(byte[] bytes) {
    var text = decodeUnicode(bytes);
    if (text == null) {
      text = decodeWestern(bytes);
    }
    text = text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
    if (text.indexOf(0) >= 0) {
      throw new InvalidCaptionsException("The file is not text. Upload a WebVTT or SubRip file.");
    }
    return text;
  }

  private static String decodeUnicode(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE) || hasZeros(bytes, 1)) {
      return decode(bytes, StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF) || hasZeros(bytes, 0)) {
      return decode(bytes, StandardCharsets.UTF_16BE);
    }
    return decode(bytes, StandardCharsets.UTF_8);
  }

  private static String decodeWestern(byte[] bytes) {
    var text = decode(bytes, WINDOWS_1252);
    if (text == null || !looksWestern(text)) {
      throw new InvalidCaptionsException(
          "The encoding of the file isn't known. Save it as UTF-8, and upload it again.");
    }
    return text;
  }

  /** Other encodings of one byte a character have letters where this one has few. */
  private static boolean looksWestern(String text) {
    var letters = text.chars().filter(Character::isLetter).count();
    var accents = text.chars().filter(each -> each >= 0x80 && Character.isLetter(each)).count();
    var controls = text.chars().filter(each -> each >= 0x80 && each < 0xA0).count();
    return controls == 0
        && accents <= MAX_SHARE_OF_ACCENTS * letters
        && !POLISH.matcher(text).find()
        && !CZECH.matcher(text).find();
  }

  /** Returns null if the bytes aren't in this encoding. */
  private static String decode(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException otherEncoding) {
      return null;
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  /** Whether every other byte of the beginning, where times are, is zero. */
  private static boolean hasZeros(byte[] bytes, int offset) {
    var length = Math.min(bytes.length - bytes.length % 2, UTF_16_SAMPLE);
    for (var i = offset; i < length; i += 2) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return length > 2;
  }
}
