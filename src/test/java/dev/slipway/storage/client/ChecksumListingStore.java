package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoredPart;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured store, which lists the checksums of parts as MinIO does. */
public final class ChecksumListingStore extends S3MultipartStore {
  private final Map<Integer, String> checksums;

  private ChecksumListingStore(
      StoreConfig config, StoreConnection connection, Map<Integer, String> checksums) {
    super(
        config,
        connection,
        new S3ObjectStore(config, connection, Clock.systemUTC()),
        Clock.systemUTC());
    this.checksums = checksums;
  }

  /**
   * @param checksums the SHA-256 of the bytes that the store holds, by the number of the part
   */
  public static ChecksumListingStore of(StoreConfig config, Map<Integer, String> checksums) {
    return new ChecksumListingStore(config, StoreConnections.to(config), checksums);
  }

  @Override
  public Optional<List<StoredPart>> listParts(ObjectKey key, String uploadId) {
    return super.listParts(key, uploadId)
        .map(parts -> parts.stream().map(this::withChecksum).toList());
  }

  private StoredPart withChecksum(StoredPart part) {
    return part.withChecksum(checksums.get(part.number()));
  }
}
