package dev.slipway.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.KnownRsaKey;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.path.PathPrefix;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderTest {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/keys";

  private final SettableClock clock = new SettableClock();
  private final ProviderHttp http = new ProviderHttp();
  private TestProvider server;
  private Provider provider;

  @BeforeEach
  void start() {
    server = TestProvider.start(0);
    provider = provider(server.issuer());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsTheDiscoveryDocumentOnceAnHour() throws Exception {
    var metadata = provider.metadata();
    assertThat(metadata.token()).hasToString(server.issuer() + "/token");
    assertThat(metadata.endSession()).hasToString(server.issuer() + "/logout");
    assertThat(metadata.acceptsBasic()).isTrue();
    assertThat(metadata.sendsIssuer()).isFalse();

    clock.advance(Duration.ofMinutes(59));
    provider.metadata();
    assertThat(server.requests(DISCOVERY)).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    provider.metadata();
    assertThat(server.requests(DISCOVERY)).isEqualTo(2);
  }

  @Test
  void keepsTheDocumentForADayWhileTheProviderIsDown() throws Exception {
    var metadata = provider.metadata();
    server.respond(DISCOVERY, 500, "");

    clock.advance(Duration.ofHours(23));
    assertThat(provider.metadata()).isEqualTo(metadata);
    assertThat(provider.isUnreachable()).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> provider.metadata()).isInstanceOf(IOException.class);
  }

  @Test
  void pausesAfterAFailure() {
    server.respond(DISCOVERY, 500, "");

    assertThatThrownBy(() -> provider.metadata()).hasMessageContaining("status 500");
    assertThatThrownBy(() -> provider.metadata()).hasMessageContaining("a moment ago");
    assertThat(server.requests(DISCOVERY)).isEqualTo(1);
    clock.advance(Duration.ofSeconds(3));
    assertThatThrownBy(() -> provider.metadata()).hasMessageContaining("status 500");
  }

  @Test
  void logsAnOutageAndItsEndOnce() {
    try (var log = CapturedLog.of(Provider.class.getName())) {
      server.respond(DISCOVERY, 500, "");
      for (var minute = 0; minute < 3; minute++) {
        provider.refresh();
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(log.all()).singleElement().asString().contains("can't be used", "status 500");

      server.respond(DISCOVERY, 200, document("\"x\":1"));
      provider.refresh();
      clock.advance(Duration.ofMinutes(1));
      provider.refresh();
      assertThat(log.all()).hasSize(2).last().asString().contains("can be used again");
    }
  }

  @Test
  void noticesAnOutageAndItsEndWhileTheDocumentIsCached() throws Exception {
    provider.metadata();
    server.respond(DISCOVERY, 500, "");
    clock.advance(Duration.ofMinutes(1));
    provider.refresh();
    assertThat(provider.isUnreachable()).isTrue();
    assertThat(provider.metadata()).as("still usable").isNotNull();

    server.respond(DISCOVERY, 200, document("\"x\":1"));
    clock.advance(Duration.ofMinutes(1));
    provider.refresh();
    assertThat(provider.isUnreachable()).isFalse();
  }

  @Test
  @Asvs("6.8.2")
  void refusesDocumentsThatCannotBeTrusted() {
    expectUnusable("{\"issuer\":\"https://mallory.example\"}", "names another issuer");
    expectUnusable("[]", "names another issuer");
    expectUnusable("", "names another issuer");
    expectUnusable(document("\"token_endpoint\":\"http://id.example/t\""), "token_endpoint must");
    expectUnusable(document("\"jwks_uri\":null"), "jwks_uri must");
    expectUnusable(
        document("\"end_session_endpoint\":\"javascript:x\""), "end_session_endpoint must");
    expectUnusable("{\"a\":\"" + "x".repeat(ProviderHttp.MAX_RESPONSE_SIZE) + "\"}", "too large");
  }

  @Test
  void readsWhatTheProviderSupports() throws Exception {
    server.respond(
        DISCOVERY,
        200,
        document(
            "\"authorization_response_iss_parameter_supported\":true,"
                + "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"));

    assertThat(provider.metadata().sendsIssuer()).isTrue();
    assertThat(provider.metadata().acceptsBasic()).isFalse();
    assertThat(provider.metadata().endSession()).isNull();
  }

  @Test
  void findsANewKey() throws Exception {
    assertThat(provider.findKey(token("one")).getKeyId()).isEqualTo("one");
    server.publish(TestProvider.key("two", KnownRsaKey.TWO), TestProvider.KEY);

    clock.advance(Duration.ofSeconds(10));
    assertThat(provider.findKey(token("two")).getKeyId()).isEqualTo("two");
    assertThat(provider.findKey(token("one")).getKeyId()).isEqualTo("one");
    assertThat(server.requests(KEYS)).isEqualTo(2);
  }

  @Test
  void unknownKeysCauseFewRequests() throws Exception {
    for (var second = 0; second < 30; second++) {
      assertThat(provider.findKey(token("unknown"))).isNull();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(server.requests(KEYS)).isEqualTo(3);
  }

  @Test
  void distinguishesAnUnknownKeyFromAnOutage() throws Exception {
    provider.findKey(token("one"));
    server.respond(KEYS, 503, "");
    clock.advance(Duration.ofSeconds(10));

    assertThat(provider.findKey(token("one"))).isNotNull();
    assertThatThrownBy(() -> provider.findKey(token("two"))).isInstanceOf(IOException.class);
  }

  @Test
  void refusesKeySetsThatCannotBeUsed() {
    server.respond(KEYS, 200, "{\"keys\":[]}");
    assertThatThrownBy(() -> provider.findKey(token("one"))).hasMessageContaining("is empty");
    clock.advance(Duration.ofSeconds(3));
    server.respond(KEYS, 200, "<html>");
    assertThatThrownBy(() -> provider.findKey(token("one"))).hasMessageContaining("be parsed");
  }

  @Test
  void anUnresponsiveProviderIsGivenUp() {
    var slow = new ProviderHttp(Duration.ofMillis(200));
    try (var silent = new ServerSocket(0)) {
      var url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThatThrownBy(() -> slow.get(url)).hasMessageContaining("No response within");
      assertThatThrownBy(() -> slow.post(url, Map.of("a", "b"), null))
          .isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    server.respond("/moved", 302, "");

    assertThatThrownBy(() -> http.get(URI.create(server.issuer() + "/moved")))
        .hasMessageContaining("status 302");
  }

  @Test
  void theDoctorReportsAProviderThatCannotBeUsed() {
    var settings = settings(server.issuer());
    var check = new ProviderCheck(settings, provider, new PathPrefix("/v"));
    assertThat(check.run(null).message()).contains("this application>/v/login/oidc/callback");

    server.respond(DISCOVERY, 404, "");
    clock.advance(Duration.ofSeconds(10));
    assertThat(check.run("https://videos.example").message())
        .contains("status 404")
        .contains("Check SLIPWAY_OIDC_ISSUER");
  }

  private void expectUnusable(String document, String message) {
    server.respond(DISCOVERY, 200, document);
    clock.advance(Duration.ofSeconds(3));
    assertThatThrownBy(() -> provider.metadata())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  /** A document with these fields besides the required ones; the last of equal names counts. */
  private String document(String fields) {
    return ("{\"issuer\":\"%1$s\",\"authorization_endpoint\":\"%1$s/a\","
            + "\"token_endpoint\":\"%1$s/token\",\"jwks_uri\":\"%1$s/keys\",%2$s}")
        .formatted(server.issuer(), fields);
  }

  private Provider provider(String issuer) {
    return new Provider(settings(issuer), http, new ObjectMapper(), clock);
  }

  private static OidcSettings settings(String issuer) {
    var config =
        OidcSettingsTest.config(
            Map.of("issuer", issuer, "client-id", "slipway", "default-role", "viewer"));
    return new OidcSettings(config, true);
  }

  private static JsonWebSignature token(String keyId) throws JoseException {
    var token = new JsonWebSignature();
    token.setKeyIdHeaderValue(keyId);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setPayload("{}");
    token.setKey(TestProvider.KEY.getPrivateKey());
    return (JsonWebSignature)
        JsonWebStructure.fromCompactSerialization(token.getCompactSerialization());
  }
}
