package dev.slipway.uploads;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A part that has been checked: what its URL is going to be signed for.
 *
 * @param size bytes
 * @param checksum 32 bytes of SHA-256, or null where the upload goes without
 */
record PartTerms(int number, long size, byte[] checksum) {
  private static final int MOST_AT_ONCE = 1_000;

  String checksumSha256() {
    return checksum == null ? null : Checksums.text(checksum);
  }

  /**
   * @throws ProblemException naming the first thing that is wrong
   */
  static List<PartTerms> check(PartsRequest request, Upload upload) {
    if (request == null || request.parts() == null || request.parts().isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with parts: number, size and checksumSha256 each.");
    }
    if (request.parts().size() > MOST_AT_ONCE) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Ask for at most %,d parts in one call.".formatted(MOST_AT_ONCE));
    }
    var plan = upload.plan();
    var seen = new BitSet();
    var terms = new ArrayList<PartTerms>(request.parts().size());
    for (var part : request.parts()) {
      var checked = check(part, plan, upload.partChecksums);
      if (seen.get(checked.number())) {
        throw invalid("Part %d is asked for twice.".formatted(checked.number()));
      }
      seen.set(checked.number());
      terms.add(checked);
    }
    return terms;
  }

  private static PartTerms check(PartsRequest.Part part, PartPlan plan, boolean checksummed) {
    if (part == null || part.number() == null || !plan.has(part.number())) {
      throw invalid("'number' must be from 1 to %,d.".formatted(plan.count()));
    }
    var size = plan.sizeOf(part.number());
    if (part.size() == null || part.size() != size) {
      throw invalid("Part %d has %,d bytes.".formatted(part.number(), size));
    }
    var checksum = Checksums.bytes(part.checksumSha256(), "checksumSha256");
    if (checksummed && checksum.isEmpty()) {
      throw new ProblemException(
          ErrorCode.CHECKSUM_INVALID,
          "Part %d lacks 'checksumSha256': the SHA-256 of its bytes, in base64."
              .formatted(part.number()));
    }
    // Stores that were told of no checksums refuse a part that has one.
    return new PartTerms(part.number(), size, checksummed ? checksum.get() : null);
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ErrorCode.PART_INVALID, detail);
  }
}
