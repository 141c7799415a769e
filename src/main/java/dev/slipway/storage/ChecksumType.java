package dev.slipway.storage;

/** What a stored checksum covers. */
public enum ChecksumType {
  /** The bytes of the whole object. */
  FULL_OBJECT,
  /** The checksums of the object's parts. */
  COMPOSITE;

  /**
   * Returns the type that the store declares. Older stores declare none; then a hyphen in the
   * checksum, as in {@code base64-3}, means {@link #COMPOSITE}.
   *
   * @param declared the value of the header {@code x-amz-checksum-type}, or null
   * @return null without a checksum
   */
  public static ChecksumType of(String declared, String checksum) {
    if (checksum == null) {
      return null;
    }
    if (declared != null) {
      return valueOf(declared);
    }
    return checksum.contains("-") ? COMPOSITE : FULL_OBJECT;
  }
}
