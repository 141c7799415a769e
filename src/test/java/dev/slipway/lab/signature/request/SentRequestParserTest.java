package dev.slipway.lab.signature.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.request.SentRequest.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentRequestParserTest {
  private static final String URL = "https://store.example/b/k?X-Amz-Signature=1&a=b%2Fc";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "curl 'URL' | GET",
        "curl URL | GET",
        "curl -s -I 'URL' | HEAD",
        "curl --head \"URL\" | HEAD",
        "curl -T clip.mp4 'URL' | PUT",
        "curl -sST clip.mp4 'URL' | PUT",
        "curl --upload-file clip.mp4 --output /dev/null 'URL' | PUT",
        "curl -X DELETE 'URL' | DELETE",
        "curl -XDELETE 'URL' | DELETE",
        "curl --request DELETE --url 'URL' | DELETE",
        "curl -d a=b 'URL' | POST",
        "curl -G -d a=b 'URL' | GET",
        "curl --data-binary @clip.mp4 -X PUT 'URL' | PUT",
        "curl -F file=@clip.mp4 'URL' | POST",
        "curl --form-string title=a -X PUT 'URL' | PUT",
        "$ curl -o out.mp4 --max-time 3 $'URL' | GET",
        "/usr/bin/curl -w '%{http_code}' 'URL' | GET"
      })
  void readsMethodAndUrlOfCurl(String command, String method) {
    var request = SentRequestParser.parse(command.strip().replace("URL", URL)).orElseThrow();

    assertThat(request.kind()).isEqualTo(Kind.CURL);
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.url()).isEqualTo(URL);
  }

  @Test
  void readsHeadersOfCurl() {
    var request =
        parse(
            """
            curl -X PUT \\
              -H 'Content-Type: video/mp4' --header "x-amz-meta-a: it's \\"b\\"" \\
              -H $'x-amz-meta-b: tab\\there \\u00e9' \\
              -H 'Accept:' -H 'x-empty;' -A agent -r 0-9 \\
              --data-binary 'abc' '%s'
            """
                .formatted(URL));

    assertThat(request.headers())
        .containsEntry("content-type", "video/mp4")
        .containsEntry("x-amz-meta-a", "it's \"b\"")
        .containsEntry("x-amz-meta-b", "tab\there é")
        .containsEntry("x-empty", "")
        .containsEntry("user-agent", "agent")
        .containsEntry("range", "bytes=0-9")
        .containsEntry("content-length", "3")
        .doesNotContainKey("accept");
    assertThat(request.lacks("accept")).isTrue();
    assertThat(request.lacks("host")).isFalse();
  }

  @Test
  void knowsWhatCurlSendsByItself() {
    assertThat(parse("curl -T clip.mp4 '" + URL + "'").lacks("content-length")).isFalse();
    assertThat(parse("curl -T clip.mp4 '" + URL + "'").lacks("content-type")).isTrue();
    assertThat(parse("curl -d a '" + URL + "'").headers())
        .containsEntry("content-type", "application/x-www-form-urlencoded");
    var piped = parse("curl -T - '" + URL + "'");
    assertThat(piped.lacks("content-length")).isTrue();
    assertThat(piped.headers()).containsEntry("transfer-encoding", "chunked");
    assertThat(parse("curl -H Content-Type: -d a '" + URL + "'").lacks("content-type")).isTrue();
  }

  @Test
  void readsCommandsForWindows() {
    var request =
        parse(
            "curl ^\"https://store.example/b/k?X-Amz-Signature=1^&a=b^%^2Fc^\" ^\r\n"
                + "  -X ^\"PUT^\" ^\r\n  -H ^\"Content-Type: video/mp4^\" ^\r\n");

    assertThat(request.url()).isEqualTo(URL);
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers()).containsEntry("content-type", "video/mp4");
  }

  @Test
  void readsRawRequests() {
    var request =
        parse(
            """
            PUT /b/k?X-Amz-Signature=1 HTTP/1.1
            Host: store.example:9000
            Content-Type:video/mp4
            X-Multi: a
            X-Multi: b

            Not-A-Header: body
            """);

    assertThat(request.kind()).isEqualTo(Kind.RAW);
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.url()).isEqualTo("/b/k?X-Amz-Signature=1");
    assertThat(request.headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("host", "store.example:9000", "content-type", "video/mp4", "x-multi", "a,b"));
    assertThat(request.lacks("content-length")).isTrue();
  }

  @Test
  void readsTheOutputOfVerboseCurl() {
    var request =
        parse(
            """
            * Connected to store.example
            > PUT /b/k HTTP/1.1
            > Host: store.example
            > Content-Length: 3
            >\s
            < HTTP/1.1 403 Forbidden
            < Server: MinIO
            """);

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers()).containsOnlyKeys("host", "content-length");
  }

  @Test
  void readsHeadersAlone() {
    var request = parse("Content-Type: video/mp4\nIf-None-Match: *\n");
    assertThat(request.kind()).isEqualTo(Kind.HEADERS);
    assertThat(request.method()).isNull();
    assertThat(request.headers()).containsEntry("if-none-match", "*");

    var http2 = parse(":authority: store.example\n:method: GET\n:path: /b/k\naccept: */*");
    assertThat(http2.method()).isEqualTo("GET");
    assertThat(http2.url()).isEqualTo("/b/k");
    assertThat(http2.headers()).containsEntry("host", "store.example");
  }

  @Test
  void readsFetchCalls() {
    var request =
        parse(
            """
            fetch("%s", {
              "headers": { "content-type": "video/mp4" },
              "body": null,
              "method": "PUT"
            });
            """
                .formatted(URL));

    assertThat(request.kind()).isEqualTo(Kind.FETCH);
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.url()).isEqualTo(URL);
    assertThat(request.headers()).containsEntry("content-type", "video/mp4");
    assertThat(parse("await fetch(\"" + URL + "\")").method()).isEqualTo("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "hello", "fetch(", "fetch(\"a", "<xml/>", ":", "no colon here"})
  void returnsNothingForOtherText(String text) {
    assertThat(SentRequestParser.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"curl ", "curl '", "curl -H", "curl -X", "curl $'\\x", "curl \\", "curl ^\""})
  void survivesUnfinishedCommands(String command) {
    assertThat(SentRequestParser.parse(command + " ")).satisfies(request -> {});
  }

  private static SentRequest parse(String text) {
    return SentRequestParser.parse(text).orElseThrow();
  }
}
