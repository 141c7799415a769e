package dev.slipway.uploads.multipart;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A validated request for one part: what its URL is signed for.
 *
 * @param size bytes
 * @param checksum 32 bytes of SHA-256, or null if the upload has no part checksums
 */
public record ValidatedPart(int number, long size, byte[] checksum) {
  private static final int MAX_PARTS_PER_REQUEST = 1_000;

  /**
   * Validates a request against the plan of the upload.
   *
   * @param checksumsRequired whether the upload signs a checksum for each part
   * @throws ProblemException for the first error found
   */
  public static List<ValidatedPart> validate(
      PartsRequest request, PartPlan plan, boolean checksumsRequired) {
    if (request == null || request.parts() == null || request.parts().isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Send JSON with 'parts', each with number, size and checksumSha256.");
    }
    if (request.parts().size() > MAX_PARTS_PER_REQUEST) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Request at most %,d parts in one call.".formatted(MAX_PARTS_PER_REQUEST));
    }
    var seen = new BitSet();
    var parts = new ArrayList<ValidatedPart>(request.parts().size());
    for (var requested : request.parts()) {
      var part = validate(requested, plan, checksumsRequired);
      if (seen.get(part.number())) {
        throw invalid("Part %d occurs twice in the request.".formatted(part.number()));
      }
      seen.set(part.number());
      parts.add(part);
    }
    return parts;
  }

  /** Returns the checksum in base64, or null. */
  public String checksumSha256() {
    return checksum == null ? null : Checksums.toBase64(checksum);
  }

  private static ValidatedPart validate(
      PartsRequest.Part part, PartPlan plan, boolean checksumsRequired) {
    if (part == null || part.number() == null || !plan.contains(part.number())) {
      throw invalid("'number' must be from 1 to %,d.".formatted(plan.count()));
    }
    var size = plan.sizeOf(part.number());
    if (part.size() == null || part.size() != size) {
      throw invalid("'size' of part %d must be %,d bytes.".formatted(part.number(), size));
    }
    var checksum = Checksums.parse(part.checksumSha256(), "checksumSha256");
    if (checksumsRequired && checksum.isEmpty()) {
      throw new ProblemException(
          ErrorCode.CHECKSUM_INVALID,
          "Part %d needs 'checksumSha256': the SHA-256 of its bytes, in base64."
              .formatted(part.number()));
    }
    // A store that was not told of checksums when the upload started rejects a part that has one.
    return new ValidatedPart(part.number(), size, checksumsRequired ? checksum.get() : null);
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ErrorCode.PART_INVALID, detail);
  }
}
