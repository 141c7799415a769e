package dev.slipway.lab.comparison;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.lab.comparison.client.ClientSettings;
import dev.slipway.lab.comparison.client.ClientSettings.SftpAddress;
import dev.slipway.lab.comparison.client.HttpTarget;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds out, from the request that starts a run, how clients reach this application. */
@ApplicationScoped
class RunEnvironment {
  private static final String TOKEN_NAME = "Lab comparison";
  private static final String BEARER = "Bearer ";

  private final CurrentVertxRequest current;
  private final CurrentAccount caller;
  private final ApiTokens tokens;
  private final PathPrefix prefix;
  private final int plainPort;
  private final SftpConfig sftp;
  private final String httpHost;
  private final StoreOrigin publicStore;
  private final StoreOrigin internalStore;

  RunEnvironment(
      CurrentVertxRequest current,
      CurrentAccount caller,
      ApiTokens tokens,
      PathPrefix prefix,
      @ConfigProperty(name = "quarkus.http.port") int plainPort,
      @ConfigProperty(name = "quarkus.http.host") String httpHost,
      SftpConfig sftp,
      StoreConfig store,
      StoreOrigin publicStore) {
    this.current = current;
    this.caller = caller;
    this.tokens = tokens;
    this.prefix = prefix;
    this.plainPort = plainPort;
    this.httpHost = httpHost;
    this.sftp = sftp;
    this.publicStore = publicStore;
    this.internalStore = new StoreOrigin(store.endpoint());
  }

  /**
   * The addresses and credentials of the clients.
   *
   * @param createdTokenId the token to revoke after the run; null if it is the caller's own
   */
  record Prepared(ClientSettings settings, String createdTokenId) {}

  /**
   * Prepares a run of the caller. It acts with the token of the request, or, after a login, with a
   * new one.
   */
  Prepared prepare(Duration lifetime, BooleanSupplier isStopped) {
    var request = current.getCurrent().request();
    var host = localHost(request);
    var token = tokenOf(request);
    var created = token.isPresent() ? null : tokens.create(TOKEN_NAME, lifetime.toSeconds(), null);
    var settings =
        new ClientSettings(
            new HttpTarget(URI.create("http://" + host + ":" + port(request))),
            request.authority().toString(),
            prefix.toString(),
            storeTarget(),
            caller.getName(),
            token.orElseGet(() -> created.token()),
            sftpAddress(host),
            isStopped);
    return new Prepared(settings, created == null ? null : created.id());
  }

  /** The address at which the request has reached the application, without any proxy. */
  private static String localHost(HttpServerRequest request) {
    var host = request.connection().localAddress(true).hostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Without TLS, whose certificate is for the name that browsers use. */
  private int port(HttpServerRequest request) {
    return request.connection().isSsl()
        ? plainPort
        : request.connection().localAddress(true).port();
  }

  private static Optional<String> tokenOf(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(text -> text.substring(BEARER.length()).strip());
  }

  private SftpAddress sftpAddress(String localHost) {
    if (!sftp.isEnabled()) {
      return null;
    }
    var configured = sftp.host().orElse(httpHost);
    var connections = Math.min(sftp.sessionsPerAccount(), sftp.transfersPerAccount());
    return new SftpAddress(
        isWildcard(configured) ? localHost.replaceAll("[\\[\\]]", "") : configured,
        sftp.port().getAsInt(),
        connections);
  }

  private static boolean isWildcard(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The internal address, if the public one can't be reached from here; else null. */
  private HttpTarget storeTarget() {
    var isSame = publicStore.origin().equals(internalStore.origin());
    // From another machine or container, a loopback address does not lead to the store.
    var leadsElsewhere = publicStore.isLoopback() && !internalStore.isLoopback();
    if (isSame
        || !leadsElsewhere && new HttpTarget(URI.create(publicStore.origin())).isReachable()) {
      return null;
    }
    return new HttpTarget(URI.create(internalStore.origin()));
  }
}
