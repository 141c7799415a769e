package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** URLs that four signers have produced with made-up keys, each broken as people break them. */
class BrokenUrlsTest {
  private static final Path FIXTURE =
      Path.of("src/test/resources/dev/slipway/lab/signature/broken-urls.json");

  /** Some minutes after they were signed. */
  private static final Instant NOW = Instant.parse("2026-11-26T12:55:00Z");

  private static final String UNSUPPORTED = "signature-unsupported";

  /**
   * A broken URL.
   *
   * @param what how it was broken
   * @param reason the code of the first finding, or of the error
   * @param line of the canonical request that the finding is about; null for none
   */
  record BrokenUrl(
      String signer,
      String what,
      String reason,
      String line,
      String url,
      String signedMethod,
      Map<String, String> signedHeaders,
      String request,
      String answer) {
    @Override
    public String toString() {
      return signer + ": " + what;
    }

    private List<Finding> findings() {
      var signed =
          Objects.requireNonNullElse(signedHeaders, Map.<String, String>of()).entrySet().stream()
              .collect(
                  Collectors.toMap(header -> header.getKey().toLowerCase(), Map.Entry::getValue));
      return DiagnosedUrl.of(url)
          .signedFor(signedMethod)
          .signedWith(signed)
          .sentAs(Objects.requireNonNullElse(request, ""))
          .answeredWith(Objects.requireNonNullElse(answer, ""))
          .at(NOW)
          .findings();
    }
  }

  static List<BrokenUrl> all() throws IOException {
    return new ObjectMapper()
        .readValue(Files.readString(FIXTURE), new TypeReference<List<BrokenUrl>>() {});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void namesTheReason(BrokenUrl broken) {
    if (broken.reason().equals(UNSUPPORTED)) {
      assertThatThrownBy(broken::findings)
          .isInstanceOf(ProblemException.class)
          .extracting(problem -> ((ProblemException) problem).code())
          .isEqualTo(ErrorCode.SIGNATURE_UNSUPPORTED);
      return;
    }
    assertThat(broken.findings())
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(broken.reason());
              assertThat(finding.line()).isEqualTo(broken.line());
            });
  }

  @Test
  void fourSignersHaveFiveUrlsEach() throws IOException {
    assertThat(all().stream().collect(Collectors.groupingBy(BrokenUrl::signer)).values())
        .hasSize(4)
        .allSatisfy(urls -> assertThat(urls).hasSize(5));
  }

  @Test
  void areTheTableOfTheDocument() throws IOException {
    var rows =
        Files.readAllLines(Path.of("docs/lab-results.md")).stream()
            .dropWhile(line -> !line.equals("## Twenty broken URLs"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| ") && !line.startsWith("| signer"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            all().stream()
                .map(
                    broken ->
                        "| %s | %s | `%s` |"
                            .formatted(broken.signer(), broken.what(), broken.reason()))
                .toList());
  }
}
