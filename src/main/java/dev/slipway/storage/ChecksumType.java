package dev.slipway.storage;

/** What a stored checksum covers. */
public enum ChecksumType {
  /** The bytes of the whole object. */
  FULL_OBJECT,
  /** The checksums of its parts. */
  COMPOSITE;

  /** The store says it; where an older one does not, the form tells. Null without a checksum. */
  static ChecksumType of(String declared, String checksum) {
    if (checksum == null) {
      return null;
    }
    if (declared != null) {
      return valueOf(declared);
    }
    return checksum.contains("-") ? COMPOSITE : FULL_OBJECT;
  }
}
