package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.testing.Asvs;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.web.problem.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UploadRulesTest {
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private static final long MIB = 1L << 20;
  private static final long MAX_SIZE = 5L << 40;
  private static final long PARTS_FROM = 64 * MIB;
  private static final long PART_SIZE = 16 * MIB;

  private final UploadRules rules =
      new UploadRules(Set.of("video/mp4", "video/webm"), MAX_SIZE, PARTS_FROM, PART_SIZE);

  @Test
  void acceptsAValidRequest() {
    var validated =
        rules.validate(request("My clip.mp4", "Video/MP4; codecs=avc1", 1_000_000L, CHECKSUM));

    assertThat(validated)
        .isEqualTo(
            new ValidatedUpload(
                "My clip.mp4",
                VideoDetails.titled("My clip"),
                "video/mp4",
                1_000_000,
                CHECKSUM,
                null,
                null,
                false));
  }

  @Test
  void titlesAVideoByTheNameOfItsFile() {
    var validated = rules.validate(request("../../etc/passwd", "video/mp4", 1L, null));

    assertThat(validated.fileName()).isEqualTo("../../etc/passwd");
    assertThat(validated.details()).isEqualTo(VideoDetails.titled("passwd"));
  }

  @Test
  void cutsASmallFileIntoPartsIfTheClientWantsThat() {
    var wanted =
        new UploadRequest(
            "a.mp4", "video/mp4", 1_000L, null, null, null, null, null, true, null, null, null);

    assertThat(rules.validate(wanted).plan()).isEqualTo(new PartPlan(1_000, PART_SIZE));
    assertThat(rules.validate(request("a.mp4", "video/mp4", 1_000L, null)).plan()).isNull();
  }

  @Test
  @Asvs("5.2.1")
  void rejectsInvalidSizes() {
    assertThat(code(request("a.mp4", "video/mp4", null, null))).isEqualTo("size-invalid");
    assertThat(code(request("a.mp4", "video/mp4", 0L, null))).isEqualTo("size-invalid");
    assertThat(code(request("a.mp4", "video/mp4", -1L, null))).isEqualTo("size-invalid");
    assertThat(code(request("a.mp4", "video/mp4", MAX_SIZE + 1, null))).isEqualTo("file-too-large");
  }

  @Test
  @Asvs("5.1.1")
  void rejectsUnsupportedTypes() {
    assertThat(code(request("a.mp4", "text/html", 1L, null))).isEqualTo("type-not-allowed");
    assertThat(code(request("a.mp4", "video/mp4\r\nx: y", 1L, null))).isEqualTo("type-not-allowed");
    assertThat(code(request("a.mp4", null, 1L, null))).isEqualTo("invalid-request");
  }

  @Test
  void namesTheTypesThatAreConfigured() {
    assertThatThrownBy(() -> rules.validate(request("a.mov", "video/quicktime", 1L, null)))
        .hasMessage(
            "This file type isn't supported. Use MP4 or WebM. The media types are video/mp4,"
                + " video/webm.");
  }

  @Test
  void rejectsInvalidChecksumsAndMissingNames() {
    assertThat(code(request("a.mp4", "video/mp4", 1L, "AAAA"))).isEqualTo("checksum-invalid");
    assertThat(code(request("a.mp4", "video/mp4", 1L, "not base64!")))
        .isEqualTo("checksum-invalid");
    assertThat(code(request(null, "video/mp4", 1L, null))).isEqualTo("invalid-request");
    assertThat(code(null)).isEqualTo("invalid-request");
  }

  private static UploadRequest request(String name, String type, Long size, String checksum) {
    return new UploadRequest(
        name, type, size, null, checksum, null, null, null, null, null, null, null);
  }

  private String code(UploadRequest request) {
    return catchThrowableOfType(ProblemException.class, () -> rules.validate(request))
        .toProblem()
        .code();
  }
}
