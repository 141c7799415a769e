package dev.slipway.lab.comparison.client;

import dev.slipway.lab.SampleClip;
import dev.slipway.storage.Sha256;
import java.util.Base64;

/**
 * The file that clients send: a tiny video, so that it is accepted, and free space with bytes that
 * don't compress. All clients share it. The checksum of the whole file is computed once, that of a
 * part by each client.
 */
public final class ClientFile {
  static final String TYPE = "video/mp4";

  /** Any odd numbers, so that neighbouring bytes differ. */
  private static final int MULTIPLIER = 1_103_515_245;

  private static final int INCREMENT = 12_345;
  private static final int HIGH_BYTE_SHIFT = 16;

  private final byte[] content;
  private final String checksumSha256;

  /**
   * @param size in bytes, at least {@link SampleClip#minSize()}
   * @throws IllegalArgumentException if the size has no room for the video
   */
  public ClientFile(int size) {
    content = SampleClip.ofSize(size);
    var state = 1;
    for (var i = SampleClip.minSize(); i < size; i++) {
      state = state * MULTIPLIER + INCREMENT;
      content[i] = (byte) (state >> HIGH_BYTE_SHIFT);
    }
    checksumSha256 = Sha256.base64(content);
  }

  public int size() {
    return content.length;
  }

  byte[] content() {
    return content;
  }

  String checksumSha256() {
    return checksumSha256;
  }

  String checksumSha256(int start, int length) {
    var digest = Sha256.newDigest();
    digest.update(content, start, length);
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
