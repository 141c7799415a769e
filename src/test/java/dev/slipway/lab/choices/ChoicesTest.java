package dev.slipway.lab.choices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTest {
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
    assertThat(StoreDifference.kinds()).hasSameSizeAs(StoreKind.values());
    assertThat(StoreDifference.all())
        .contains(
            new StoreDifference("Algorithm", List.of("AWS4-HMAC-SHA256", "GOOG4-HMAC-SHA256")),
            new StoreDifference("Checksum of the bytes", List.of("x-amz-checksum-sha256", "none")));
  }
}
