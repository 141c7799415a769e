package dev.slipway.account.quota;

/**
 * Limits and usage of one account.
 *
 * @param bytes the limit in bytes, null if unlimited
 * @param videos the limit in videos, null if unlimited
 * @param openUploads the limit in open uploads, null if unlimited
 * @param usedBytes stored and reserved bytes; the trash counts until it is emptied
 * @param usedVideos videos and open uploads; the trash counts until it is emptied
 * @param usedOpenUploads uploads that were begun and have neither ended nor expired
 */
public record QuotaView(
    Long bytes,
    Long videos,
    Long openUploads,
    long usedBytes,
    long usedVideos,
    long usedOpenUploads) {

  /** How many bytes are left; null if unlimited. */
  public Long bytesLeft() {
    return bytes == null ? null : Math.max(0, bytes - usedBytes);
  }

  /** Whether bytes or videos have a limit. */
  public boolean limited() {
    return bytes != null || videos != null;
  }

  /** Whether nothing may be uploaded, because one of the limits is reached. */
  public boolean usedUp() {
    return (bytes != null && usedBytes >= bytes) || (videos != null && usedVideos >= videos);
  }
}
