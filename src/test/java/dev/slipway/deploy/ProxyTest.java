package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every proxy configuration in deploy/proxy meets the same requirements. */
class ProxyTest {
  private static final Path PROXIES = Path.of("deploy/proxy");
  private static final String CADDY = "Caddyfile";
  private static final String NGINX = "nginx.conf";
  private static final String TRAEFIK = "traefik-dynamic.yml";
  private static final List<String> ALL = List.of(CADDY, NGINX, TRAEFIK);

  /**
   * Headers that Quarkus trusts or passes on once it trusts a proxy, so the proxy must drop them.
   */
  private static final List<String> DROPPED_HEADERS =
      List.of("Forwarded", "X-Forwarded-Prefix", "X-Forwarded-Ssl");

  @Test
  void forwardsToApplicationAndStore() throws IOException {
    for (var proxy : ALL) {
      assertThat(text(proxy)).as(proxy).contains("127.0.0.1:8080", "127.0.0.1:9000");
      assertThat(text(proxy)).as(proxy).contains("slipway.example", "store.example");
    }
  }

  @Test
  @Asvs("4.1.3")
  void dropsForwardingHeadersOfClients() throws IOException {
    for (var header : DROPPED_HEADERS) {
      assertThat(text(CADDY)).contains("header_up -" + header + "\n");
      assertThat(text(NGINX)).contains("proxy_set_header " + header + " \"\";");
      assertThat(text(TRAEFIK)).contains("          " + header + ": \"\"\n");
    }
    // Quarkus uses the first address, so appending to a client's list would trust the client.
    assertThat(text(NGINX))
        .contains("X-Forwarded-For $remote_addr;")
        .doesNotContain("$proxy_add_x_forwarded_for");
    assertThat(text(CADDY)).doesNotContain("trusted_proxies");
    assertThat(text("traefik.yml")).contains("insecure: false").doesNotContain("trustedIPs:");
  }

  /** The addresses of share links and invitations, and signed URLs. Traefik logs none. */
  @Test
  void doesNotLogSecretAddresses() throws IOException {
    var noLogs = "access_log off;\\s+error_log \\S+ crit;";
    assertThat(text(NGINX))
        .containsPattern("\\(share\\|invitations\\)/ \\{\\s+" + noLogs)
        .containsPattern("server_name store.example;\\s+ssl[^{]+" + noLogs)
        .containsPattern("listen 80;[^}]+" + noLogs);
    for (var caddyfile : List.of(PROXIES.resolve(CADDY), Path.of("deploy/compose/Caddyfile"))) {
      assertThat(Files.readString(caddyfile)).contains("request>uri delete");
    }
  }

  @Test
  void doesNotRewritePaths() throws IOException {
    assertThat(text(CADDY)).doesNotContain("handle_path", "strip_prefix", "rewrite");
    assertThat(text(NGINX)).doesNotContain("rewrite ").doesNotContainPattern("proxy_pass \\S+/;");
    assertThat(text(TRAEFIK)).doesNotContain("stripPrefix", "replacePath");
  }

  @Test
  void doesNotBufferBodiesForTheStore() throws IOException {
    assertThat(storePartOf(NGINX, "server_name store.example;\n    ssl"))
        .contains(
            "client_max_body_size 0;", "proxy_request_buffering off;", "proxy_buffering off;");
    assertThat(storePartOf(CADDY, "{$STORE_HOST")).doesNotContain("request_buffers");
    assertThat(text(TRAEFIK))
        .containsPattern("(?s)Host\\(`store.example`\\)[^#]*service: store\\s+tls");
  }

  @Test
  void buffersRequestsForTheApplicationButNotItsStreams() throws IOException {
    assertThat(text(NGINX))
        .contains("proxy_request_buffering on;", "client_header_timeout", "client_body_timeout")
        .containsPattern("(?s)proxy_buffering off;.*proxy_buffering off;");
    for (var caddyfile :
        List.of(text(CADDY), Files.readString(Path.of("deploy/compose/Caddyfile")))) {
      assertThat(caddyfile)
          .contains("request_buffers 1MiB", "flush_interval -1", "read_header 30s")
          .doesNotContain("response_buffers", "read_body");
    }
    assertThat(text(TRAEFIK))
        .contains("middlewares: [slipway-headers, slipway-complete-bodies]")
        .containsPattern(
            "(?s)/api/\\(changes\\|videos/export\\|audit/export\\)\\$`[^#]*middlewares: \\[slipway-headers\\]");
  }

  /** Otherwise a client that sends a byte now and then keeps a connection for ever. */
  @Test
  void limitsTheTimeForHeads() throws IOException {
    assertThat(text(NGINX)).contains("client_header_timeout 30s;");
    assertThat(storePartOf(NGINX, "server_name store.example;\n    ssl"))
        .contains("client_header_timeout 30s;");
    assertThat(text(CADDY)).contains("read_header 30s");
    // Traefik has one limit for head and body, so it must leave time for the body of an upload.
    assertThat(text("traefik.yml")).contains("readTimeout: 30m\n");
  }

  @Test
  void acceptsTheLargestBodyThatTheApplicationAccepts() throws IOException {
    assertThat(Files.readString(Path.of("src/main/java/dev/slipway/web/limits/BodyLimits.java")))
        .contains("MAX_NOTIFICATION_BYTES = 16 * 1024 * 1024;");
    assertThat(text(CADDY)).contains("max_size 17MB");
    assertThat(text(NGINX)).contains("client_max_body_size 17m;");
    assertThat(text(TRAEFIK)).contains("maxRequestBodyBytes: " + 17 * 1024 * 1024 + "\n");
  }

  @Test
  @Asvs("13.4.5")
  void hidesOperationalEndpoints() throws IOException {
    assertThat(text(CADDY)).contains("path /q/* /video/q/*");
    assertThat(text(NGINX)).contains("location ~ ^(/video)?/q/ {");
    assertThat(text(TRAEFIK)).contains("PathRegexp(`^(/video)?/q/`)");
  }

  private static String storePartOf(String proxy, String start) throws IOException {
    var text = text(proxy);
    assertThat(text).contains(start);
    return text.substring(text.indexOf(start));
  }

  private static String text(String proxy) throws IOException {
    return Files.readString(PROXIES.resolve(proxy));
  }
}
