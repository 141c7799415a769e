package dev.slipway.web.assets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AssetFilterTest {
  private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");
  private static final Pattern FILE_ADDRESS =
      Pattern.compile("(?:href|src)=\"([^\"#]*\\.(?:css|js|svg))[\"#]");
  private static final String HASHED = "/assets/[0-9a-f]{16}/.*";
  private static final String CLIENT = "/uploads/client/upload.js";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/login",
        "/videos",
        "/tokens",
        "/admin/videos",
        "/admin/inbox",
        "/admin/drift",
        "/admin/doctor",
        "/nothing-here"
      })
  void pagesLoadOnlyFilesThatAreCachedForEver(String page) {
    var files = filesOf(page);

    assertThat(files).hasSizeGreaterThan(4).allMatch(address -> address.matches(HASHED));
    for (var address : files) {
      get(address, "gzip, deflate, br")
          .statusCode(200)
          .header("Cache-Control", equalTo("public, max-age=31536000, immutable"))
          .header("Content-Encoding", equalTo("br"))
          .header("Vary", equalTo("accept-encoding"))
          .header("X-Content-Type-Options", equalTo("nosniff"))
          .header("Content-Security-Policy", notNullValue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web/base.css, text/css; charset=utf-8",
    "web/page.js, text/javascript; charset=utf-8",
    "web/icons.svg, image/svg+xml; charset=utf-8"
  })
  void hasAMediaType(String name, String type) {
    get(hashedAddress(name), "br").header("Content-Type", equalTo(type));
    get("/" + name, "br").header("Content-Type", equalTo(type));
  }

  @Test
  void compressesOnce() throws IOException {
    var original = Files.readAllBytes(RESOURCES.resolve("web/base.css"));
    var address = hashedAddress("web/base.css");

    var plain = body(get(address, "identity").header("Content-Encoding", nullValue()));
    var gzip = body(get(address, "gzip").header("Content-Encoding", equalTo("gzip")));
    var brotli = body(get(address, "br").header("Content-Encoding", equalTo("br")));

    assertThat(plain).isEqualTo(original);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
        .isEqualTo(original);
    assertThat(brotli).hasSizeLessThan(gzip.length);
    assertThat(gzip).hasSizeLessThan(original.length / 2);
  }

  /** During a rolling upgrade, the page of one version reaches a replica of the other one. */
  @Test
  void returnsItsOwnFileForAnUnknownHashButNotToCaches() {
    var address = hashedAddress("uploads/page.js");
    var unknown = address.replaceFirst("[0-9a-f]{16}", "0123456789abcdef");

    var response = get(unknown, "br");

    response.statusCode(200).header("Cache-Control", equalTo("no-store"));
    assertThat(body(response)).isEqualTo(body(get(address, "br")));
  }

  @ParameterizedTest
  @ValueSource(strings = {CLIENT, "/uploads/uppy/slipway.js", "/web/json.js", "/web/problem.js"})
  void revalidatesModulesAtStableAddresses(String address) throws IOException {
    var response = get(address, "br").statusCode(200).header("Cache-Control", equalTo("no-cache"));
    var etag = response.extract().header("ETag");

    for (var known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
      var revalidated =
          request("br").header("If-None-Match", known).get(address).then().statusCode(304);
      revalidated
          .header("ETag", equalTo(etag))
          .header("Cache-Control", equalTo("no-cache"))
          .header("Vary", equalTo("accept-encoding"));
      assertThat(body(revalidated)).isEmpty();
    }
    request("br").header("If-None-Match", "\"other\"").get(address).then().statusCode(200);
    request("gzip").header("If-None-Match", etag).get(address).then().statusCode(200);
    // Other sites import single modules, as they are in the source.
    assertThat(body(get(address, "identity")))
        .isEqualTo(Files.readAllBytes(RESOURCES.resolve(address.substring(1))));
  }

  /** A label for each file would use up the number of labels that Micrometer allows. */
  @Test
  void filesHaveOneLabelAmongTheMetrics() {
    var etag = get(CLIENT, "br").extract().header("ETag");

    request("br").header("If-None-Match", etag).get(CLIENT).then().statusCode(304);

    Eventually.holds(
        "both requests are counted",
        () ->
            Stream.of("status=\"200\",uri=\"FILE\"", "status=\"304\",uri=\"REDIRECTION\"")
                .allMatch(MetricsScrape.now().text()::contains));
  }

  @Test
  void answersHead() {
    var head = request("br").head(CLIENT).then().statusCode(200);

    var length = body(get(CLIENT, "br")).length;
    head.header("Content-Length", equalTo(Integer.toString(length)));
    assertThat(body(head)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/missing.css",
        "/assets/0123456789abcdef/web/missing.css",
        "/assets/web/base.css",
        "/assets/0123456789abcdef/templates/web/layout.html",
        "/assets/0123456789abcdef/../../application.properties",
        "/assets/0123456789abcdef/"
      })
  void doesNotFindOtherFiles(String address) {
    request("br").urlEncodingEnabled(false).get(address).then().statusCode(404);
  }

  @Test
  void pagesAreCompressedAndNotStored() {
    get("/login", "gzip")
        .statusCode(200)
        .header("Content-Encoding", equalTo("gzip"))
        .header("Cache-Control", equalTo("no-store"));
  }

  private static List<String> filesOf(String page) {
    // The login page redirects those who are logged in.
    var visitor = page.equals("/login") ? ApiClient.anonymous() : ApiClient.as("admin");
    var html = visitor.request().get(page).body().asString();
    return FILE_ADDRESS.matcher(html).results().map(hit -> hit.group(1)).distinct().toList();
  }

  private static String hashedAddress(String name) {
    return filesOf("/").stream()
        .filter(address -> address.endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private static ValidatableResponse get(String address, String acceptEncoding) {
    return request(acceptEncoding).get(address).then();
  }

  private static byte[] body(ValidatableResponse response) {
    Response extracted = response.extract().response();
    return extracted.body().asByteArray();
  }

  /** Leaves the body as it is sent. */
  private static RequestSpecification request(String acceptEncoding) {
    var raw = RestAssuredConfig.config().decoderConfig(new DecoderConfig().noContentDecoders());
    return given().config(raw).header("Accept-Encoding", acceptEncoding);
  }
}
