package dev.slipway.lab.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.answer.StoreAnswerParser;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.findings.Diagnosis;
import dev.slipway.lab.signature.findings.Evidence;
import dev.slipway.lab.signature.request.SentRequestParser;
import dev.slipway.lab.signature.url.SignedUrlParser;
import dev.slipway.lab.signature.url.UrlPart;
import dev.slipway.web.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pasted text is either inspected or refused with an explanation; nothing else happens. */
class HostileInputTest {
  private static final int ROUNDS = 3_000;
  private static final String CURL =
      "curl -X PUT -H 'Content-Type: a' -H $'b: \\x41' --data \"x\\\"y\" '" + AwsExample.URL + "'";
  private static final String ANSWER =
      "HTTP/1.1 403 Forbidden\n\n<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code>"
          + "<CanonicalRequest>"
          + AwsExample.CANONICAL_REQUEST.replace("&", "&amp;")
          + "</CanonicalRequest><StringToSign>"
          + AwsExample.STRING_TO_SIGN
          + "</StringToSign><StringToSignBytes>41 57</StringToSignBytes></Error>";
  private static final List<String> PIECES =
      List.of(
          "%",
          "%2",
          "%zz",
          "&",
          "=",
          "?",
          "#",
          "/",
          ";",
          "'",
          "\"",
          "\\",
          "^",
          "$'",
          "<",
          "]]>",
          "\0",
          "\n",
          "é",
          "\ud83c",
          "‮",
          ":",
          "@",
          "[",
          "X-Amz-",
          "%00",
          "<!DOCTYPE",
          "&#0;",
          "../");

  private final Random random = new Random(1);

  @Test
  void neverFailsOnChangedText() {
    for (var i = 0; i < ROUNDS; i++) {
      inspect(mutate(AwsExample.URL), mutate(CURL), mutate(ANSWER));
    }
  }

  /** Whatever the length allows, the work grows with the length only. */
  @Test
  @Timeout(60)
  void handlesTheLongestTextsInLinearTime() {
    var url = InspectionRequest.MAX_URL_LENGTH;
    var text = InspectionRequest.MAX_TEXT_LENGTH;
    for (var piece : List.of("a", "&a", "&a=+", ";a", "%25", "/..", "a.", "%2F", "'", "(")) {
      inspect(fill(AwsExample.URL, piece, url), fill(CURL, piece, text), fill(ANSWER, piece, text));
      inspect(fill("https://h/b/k?X-Amz-SignedHeaders=", piece, url), fill("", piece, text), "");
      inspect(
          fill("https://h/b/", piece, url) + "?X-Amz-Date=1",
          fill("curl " + piece, piece + " ", text),
          fill("<Error>", "<a>" + piece, text));
      inspect("https://" + fill("", piece, url) + "/?X-Amz-Date=1", fill("a:", piece, text), "");
      inspect(AwsExample.URL, fill("fetch(\"", piece, text) + ")", fill("HTTP/", piece, text));
    }
  }

  @Test
  @Timeout(5)
  void comparesThousandsOfHeadersInLinearTime() {
    var names = IntStream.range(0, 3_000).mapToObj(i -> "x-amz-" + i);
    var url = AwsExample.URL.replace("=host", "=host;" + names.collect(Collectors.joining(";")));
    var lines = IntStream.range(0, 6_000).mapToObj(i -> "x-amz-a" + i + ": 1");

    inspect(url, lines.collect(Collectors.joining("\n")), "");
  }

  private void inspect(String pastedUrl, String request, String answer) {
    try {
      var sent = SentRequestParser.parse(request);
      var received = StoreAnswerParser.parse(answer);
      var url = SignedUrlParser.parse(pastedUrl);
      var signedText = new SignedText(url, "PUT", Map.of());
      var findings =
          Diagnosis.of(
              new Evidence(
                  url, signedText, Optional.of("PUT"), Map.of(), sent, received, Instant.EPOCH));

      assertThat(findings).allSatisfy(finding -> assertThat(finding.message()).isNotBlank());
      assertThat(signedText.stringToSign()).isNotEmpty();
      assertThat(UrlPart.of(url).stream().map(UrlPart::text).collect(Collectors.joining()))
          .contains(url.rawPath());
    } catch (ProblemException explained) {
      assertThat(explained.isServerError()).isFalse();
    }
  }

  private String mutate(String text) {
    var result = new StringBuilder(text);
    for (var i = random.nextInt(4); i >= 0; i--) {
      var at = random.nextInt(result.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> result.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> result.setLength(at);
        default -> result.delete(at, Math.min(result.length(), at + random.nextInt(20)));
      }
    }
    return result.toString();
  }

  private static String fill(String start, String piece, int length) {
    return start + piece.repeat(Math.max(0, (length - start.length()) / piece.length()));
  }
}
