package dev.slipway.lab.choices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final Pattern SETTING = Pattern.compile("MINIO_[A-Z_]+");

  @Test
  void comparesEachWayInEveryAspect() {
    assertThat(Choices.all())
        .extracting(Choice::id)
        .containsExactly(
            "pre-signed-url",
            "post-policy",
            "temporary-credentials",
            "sftp",
            "through-the-application",
            "tus",
            "ietf-resumable-uploads");
    assertThat(Choices.all())
        .allSatisfy(
            choice -> assertThat(choice.aspects().values()).hasSize(7).noneMatch(String::isBlank));
  }

  @Test
  void eachTrialBelongsToAWay() {
    assertThat(Choices.all().stream().filter(Choice::isTried).map(Choice::id))
        .containsExactlyElementsOf(Arrays.stream(Trial.values()).map(Trial::kebabCase).toList());
  }

  @Test
  void recordedAnswersOfMinioAreThoseOfTheDocument() throws IOException {
    var lines = Files.readAllLines(Path.of("docs/lab.md"));
    assertThat(RecordedAnswer.OF_TEMPORARY_CREDENTIALS)
        .allSatisfy(
            recorded ->
                assertThat(lines)
                    .anyMatch(
                        line ->
                            line.startsWith("| %s |".formatted(recorded.request()))
                                && line.endsWith("| %s |".formatted(recorded.answer()))));
  }

  @Test
  void takesTheDifferencesOfStoresFromTheCode() {
    assertThat(StoreDifference.stores())
        .containsExactly("Amazon S3", "MinIO", "Google Cloud Storage");
    assertThat(StoreDifference.all())
        .allSatisfy(row -> assertThat(row.values()).hasSameSizeAs(StoreDifference.stores()))
        .contains(
            new StoreDifference(
                "Algorithm",
                true,
                List.of("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256", "GOOG4-HMAC-SHA256")),
            new StoreDifference(
                "Checksum of the bytes",
                true,
                List.of("x-amz-checksum-sha256", "x-amz-checksum-sha256", "none")));
  }

  /** The settings of MinIO that the table names are those of its page. */
  @Test
  void differencesOfMinioAreThoseOfTheDocument() throws IOException {
    var document = Files.readString(Path.of("docs/stores/minio.md"));
    var settings =
        StoreDifference.all().stream()
            .filter(row -> !row.literal())
            .flatMap(row -> SETTING.matcher(row.values().get(1)).results())
            .map(MatchResult::group)
            .toList();

    assertThat(settings).hasSize(2).allSatisfy(setting -> assertThat(document).contains(setting));
  }
}
