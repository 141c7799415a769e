package dev.slipway.lab.signature.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreAnswerParserTest {
  /** Of MinIO. */
  private static final String EXPIRED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>AccessDenied</Code><Message>Request has expired</Message><Key>e</Key></Error>
      """;

  @Test
  void readsTheDocumentWithAndWithoutHeaders() {
    assertThat(parse(EXPIRED).code()).isEqualTo("AccessDenied");
    var withHeaders =
        parse(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\nServer: MinIO\r\n\r\n"
                + EXPIRED
                + "$");

    assertThat(withHeaders.status()).isEqualTo(403);
    assertThat(withHeaders.message()).isEqualTo("Request has expired");
    assertThat(withHeaders.field("Key")).contains("e");
  }

  @Test
  void readsAStatusWithoutABody() {
    assertThat(parse("HTTP/2 412 \nserver: x").status()).isEqualTo(412);
    assertThat(StoreAnswerParser.parse("<html>502 Bad Gateway</html>")).isEmpty();
  }

  /** Answers to HEAD have no body. */
  @Test
  void readsTheReasonFromTheHeadersOfMinio() {
    var answer =
        parse(
            "HTTP/1.1 403 Forbidden\r\nX-Minio-Error-Code: AccessDenied\r\n"
                + "X-Minio-Error-Desc: \"Request has expired\"\r\n\r\n");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("AccessDenied");
    assertThat(answer.message()).isEqualTo("Request has expired");
  }

  @Test
  void prefersTheFormThatShowsEveryByte() {
    var answer =
        parse(
            "<Error><StringToSign>a b</StringToSign>"
                + "<StringToSignBytes>61 0d 0a 62</StringToSignBytes></Error>");

    assertThat(answer.stringToSign()).contains("a\r\nb");
  }

  @Test
  void readsTheBeginningOfADocumentThatWasCutOff() {
    assertThat(parse("<Error><Code>NoSuchKey</Code><Message>The spec").code())
        .isEqualTo("NoSuchKey");
  }

  @Test
  void readsNoEntitiesAndNoDeepNesting() {
    assertThat(
            StoreAnswerParser.parse(
                "<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                    + "<Error><Code>&x;</Code></Error>"))
        .isEmpty();
    assertThat(parse("HTTP/1.1 403 x\n<Error><Code>&undeclared;</Code></Error>").code()).isEmpty();
    assertThat(StoreAnswerParser.parse("<Error>" + "<a>".repeat(20_000))).isEmpty();
  }

  private static StoreAnswer parse(String text) {
    return StoreAnswerParser.parse(text).orElseThrow();
  }
}
