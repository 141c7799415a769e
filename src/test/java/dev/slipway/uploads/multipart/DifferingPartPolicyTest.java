package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.StoredPart;
import dev.slipway.web.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferingPartPolicyTest {
  private static final byte[] CHECKSUM = new byte[32];
  private static final ValidatedPart DIFFERING = new ValidatedPart(2, 5, CHECKSUM);

  @Test
  void allowsPartsThatTheStoreDoesNotHave() {
    assertAllowed(new StoredPart(1, 5, "etag", "another checksum"));
  }

  @Test
  void allowsPartsThatTheStoreHasWithTheSameBytes() {
    assertAllowed(new StoredPart(2, 5, "etag", Checksums.toBase64(CHECKSUM)));
  }

  @Test
  void rejectsPartsThatTheStoreHasWithOtherBytes() {
    var stored = List.of(new StoredPart(2, 5, "etag", "another checksum"));

    assertThatThrownBy(() -> DifferingPartPolicy.requireNoConflict(List.of(DIFFERING), stored))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("part 2");
  }

  private static void assertAllowed(StoredPart stored) {
    assertThatCode(() -> DifferingPartPolicy.requireNoConflict(List.of(DIFFERING), List.of(stored)))
        .doesNotThrowAnyException();
  }
}
