package dev.slipway.uploads.multipart;

import dev.slipway.storage.StoredPart;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides whether another checksum may be signed for a part: only if the store has no part with
 * other bytes. Otherwise the object could be put together from the parts of two files.
 */
public final class DifferingPartPolicy {
  private DifferingPartPolicy() {}

  /**
   * Rejects a request that would replace bytes in the store.
   *
   * @param differingParts parts that were signed with another checksum before
   * @param storedParts the store's parts, with their checksums
   * @throws ProblemException {@code part-conflict}
   */
  public static void requireNoConflict(
      List<ValidatedPart> differingParts, List<StoredPart> storedParts) {
    var checksums =
        differingParts.stream()
            .collect(Collectors.toMap(ValidatedPart::number, ValidatedPart::checksumSha256));
    var conflicts = new TreeSet<Integer>();
    storedParts.stream()
        .filter(part -> checksums.containsKey(part.number()))
        .filter(part -> !checksums.get(part.number()).equals(part.checksumSha256()))
        .forEach(part -> conflicts.add(part.number()));
    if (!conflicts.isEmpty()) {
      throw new ProblemException(
          ErrorCode.PART_CONFLICT,
          "The store already has other bytes for part %s. If this is another file, open a new upload for it."
              .formatted(PartNumbers.summarize(conflicts)));
    }
  }
}
