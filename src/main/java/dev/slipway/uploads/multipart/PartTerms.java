package dev.slipway.uploads.multipart;

import dev.slipway.uploads.Upload;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A part that has been checked: what its URL is going to be signed for.
 *
 * @param size bytes
 * @param checksum 32 bytes of SHA-256, or null where the upload goes without
 */
public record PartTerms(int number, long size, byte[] checksum) {
  private static final int MAX_PARTS_PER_REQUEST = 1_000;

  public String checksumSha256() {
    return checksum == null ? null : Checksums.toBase64(checksum);
  }

  /**
   * @throws ProblemException naming the first thing that is wrong
   */
  public static List<PartTerms> validate(PartsRequest request, Upload upload) {
    if (request == null || request.parts() == null || request.parts().isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with parts: number, size and checksumSha256 each.");
    }
    if (request.parts().size() > MAX_PARTS_PER_REQUEST) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Ask for at most %,d parts in one call.".formatted(MAX_PARTS_PER_REQUEST));
    }
    var plan = upload.plan();
    var seen = new BitSet();
    var terms = new ArrayList<PartTerms>(request.parts().size());
    for (var part : request.parts()) {
      var checked = validate(part, plan, upload.partChecksums);
      if (seen.get(checked.number())) {
        throw invalid("Part %d is asked for twice.".formatted(checked.number()));
      }
      seen.set(checked.number());
      terms.add(checked);
    }
    return terms;
  }

  private static PartTerms validate(PartsRequest.Part part, PartPlan plan, boolean checksummed) {
    if (part == null || part.number() == null || !plan.contains(part.number())) {
      throw invalid("'number' must be from 1 to %,d.".formatted(plan.count()));
    }
    var size = plan.sizeOf(part.number());
    if (part.size() == null || part.size() != size) {
      throw invalid("Part %d has %,d bytes.".formatted(part.number(), size));
    }
    var checksum = Checksums.parse(part.checksumSha256(), "checksumSha256");
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
