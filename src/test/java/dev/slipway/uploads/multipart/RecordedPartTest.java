package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.StoredPart;
import org.junit.jupiter.api.Test;

class RecordedPartTest {
  private static final StoredPart WITH_CHECKSUM = new StoredPart(1, 9, "e1", "sum1");
  private static final StoredPart WITHOUT_CHECKSUM = new StoredPart(1, 9, "e1", null);

  @Test
  void listedChecksumDecides() {
    var same = new RecordedPart("sum1", false, "another");
    var other = new RecordedPart("sum2", true, "e1");

    assertThat(same.isStoredAs(WITH_CHECKSUM)).isTrue();
    assertThat(same.differsFrom(WITH_CHECKSUM)).isFalse();
    assertThat(other.isStoredAs(WITH_CHECKSUM)).isFalse();
    assertThat(other.differsFrom(WITH_CHECKSUM)).isTrue();
  }

  /** Of the same bytes, an encrypting store can return another ETag for each request. */
  @Test
  void etagDoesNotMatterIfOnlyOneChecksumWasSigned() {
    var recorded = new RecordedPart("sum1", true, "another");

    assertThat(recorded.isStoredAs(WITHOUT_CHECKSUM)).isTrue();
    assertThat(recorded.differsFrom(WITHOUT_CHECKSUM)).isFalse();
  }

  @Test
  void etagDecidesWithoutACertainChecksum() {
    for (var checksum : new String[] {"sum1", null}) {
      var same = new RecordedPart(checksum, false, "e1");
      var other = new RecordedPart(checksum, false, "e2");

      assertThat(same.isStoredAs(WITHOUT_CHECKSUM)).isTrue();
      assertThat(same.differsFrom(WITHOUT_CHECKSUM)).isFalse();
      assertThat(other.isStoredAs(WITHOUT_CHECKSUM)).isFalse();
      assertThat(other.differsFrom(WITHOUT_CHECKSUM)).isTrue();
    }
  }

  @Test
  void nothingIsKnownOfAPartWithoutChecksumAndEtag() {
    var recorded = new RecordedPart(null, true, null);

    assertThat(recorded.isStoredAs(WITHOUT_CHECKSUM)).isFalse();
    assertThat(recorded.differsFrom(WITHOUT_CHECKSUM)).isFalse();
  }
}
