package dev.slipway.account.login;

import dev.slipway.storage.Sha256;
import dev.slipway.web.path.HostCookie;
import dev.slipway.web.path.PathPrefix;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads and writes the cookies of a login: the token of the session, and, for the next login, a
 * salted hash of the account's name. The latter outlives the session, and tells whether what the
 * browser has stored is another account's.
 */
@ApplicationScoped
public class SessionCookies {
  private static final String NAME = "slipway_session";
  private static final String ACCOUNT_NAME = "slipway_account";

  /** The longest that browsers keep a cookie. */
  private static final Duration ACCOUNT_LIFETIME = Duration.ofDays(400);

  private static final int SALT_BYTES = 6;
  private static final int HASH_BYTES = 12;

  private final LoginConfig config;
  private final PathPrefix prefix;
  private final SecureRandom random;

  SessionCookies(LoginConfig config, PathPrefix prefix, SecureRandom random) {
    this.config = config;
    this.prefix = prefix;
    this.random = random;
  }

  /** The token that the browser has sent; null if it has sent none. */
  public String tokenOf(HttpServerRequest request) {
    return valueOf(cookie(request), request);
  }

  /** Whether an account with another name was the last one to log in with the browser. */
  boolean areOfAnother(String account, HttpServerRequest request) {
    var value = valueOf(accountCookie(request), request);
    if (value == null) {
      return false;
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(value);
      return !Arrays.equals(bytes, saltedHash(account, Arrays.copyOf(bytes, SALT_BYTES)));
    } catch (IllegalArgumentException malformed) {
      return true;
    }
  }

  private static String valueOf(HostCookie cookie, HttpServerRequest request) {
    var sent = request.getCookie(cookie.name());
    return sent == null || sent.getValue().isEmpty() ? null : sent.getValue();
  }

  /** A cookie that browsers keep for the lifetime of a session. */
  public NewCookie of(String token, HttpServerRequest request) {
    return cookie(request).with(token, config.sessionLifetime());
  }

  /** The cookie for the next login. */
  NewCookie ofAccount(String account, HttpServerRequest request) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var value = Base64.getUrlEncoder().encodeToString(saltedHash(account, salt));
    return accountCookie(request).with(value, ACCOUNT_LIFETIME);
  }

  /** Has browsers delete both cookies. */
  NewCookie[] expired(HttpServerRequest request) {
    return new NewCookie[] {cookie(request).expired(), accountCookie(request).expired()};
  }

  private HostCookie cookie(HttpServerRequest request) {
    return HostCookie.of(NAME, request, prefix);
  }

  private HostCookie accountCookie(HttpServerRequest request) {
    return HostCookie.of(ACCOUNT_NAME, request, prefix);
  }

  /** The salt, and behind it the hash. */
  private static byte[] saltedHash(String account, byte[] salt) {
    var digest = Sha256.newDigest();
    digest.update(salt);
    var hash = digest.digest(account.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(SALT_BYTES + HASH_BYTES).put(salt).put(hash, 0, HASH_BYTES).array();
  }
}
