package dev.slipway.account.oidc;

import dev.slipway.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A login that a browser has begun and the provider has not answered. All of it is in a cookie, so
 * beginning a login stores nothing here, and any replica can end it.
 *
 * <p>The cookie has a random secret. The state, the nonce and the verifier of PKCE are derived from
 * it by HMAC, so the provider and its response, which other sites can see, don't reveal it. The
 * state also covers the rest of the cookie. An attacker who starts a login in another browser, or
 * sends a victim to a response of the attacker's own login, doesn't have the cookie that fits.
 *
 * @param returnTo the page to go to after the login
 */
record PendingLogin(String secret, Instant begunAt, String returnTo) {
  /** Enough to choose an account, type a password and find the phone with the second factor. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int SECRET_BYTES = 32;

  /** Browsers limit cookies to 4,096 bytes. */
  private static final int MAX_RETURN_LENGTH = 1_500;

  private static final String SEPARATOR = ".";
  private static final String HMAC = "HmacSHA256";

  static PendingLogin begin(SecureRandom random, Instant now, String returnTo) {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new PendingLogin(
        encode(secret),
        Instant.ofEpochSecond(now.getEpochSecond()),
        returnTo.length() <= MAX_RETURN_LENGTH ? returnTo : "/");
  }

  /**
   * @param cookie its value, or null
   * @return empty if there is none, or if it is older than {@link #LIFETIME}
   */
  static Optional<PendingLogin> read(String cookie, Instant now) {
    var parts = cookie == null ? new String[0] : cookie.split("\\.", 3);
    if (parts.length < 3 || parts[0].isEmpty()) {
      return Optional.empty();
    }
    try {
      var begunAt = Instant.ofEpochSecond(Long.parseLong(parts[1]));
      var age = Duration.between(begunAt, now);
      // Another replica, with another clock, may have begun it.
      if (age.plus(ProviderTokenVerifier.MAX_CLOCK_SKEW).isNegative()
          || age.compareTo(LIFETIME) > 0) {
        return Optional.empty();
      }
      var returnTo = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
      return Optional.of(new PendingLogin(parts[0], begunAt, returnTo));
    } catch (IllegalArgumentException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** The cookie's value. */
  String cookie() {
    return String.join(
        SEPARATOR,
        secret,
        Long.toString(begunAt.getEpochSecond()),
        encode(returnTo.getBytes(StandardCharsets.UTF_8)));
  }

  /** Recognises the response to this login. */
  String state() {
    return derive("state." + begunAt.getEpochSecond() + "." + returnTo);
  }

  /**
   * @param state of a response, or null
   */
  boolean hasState(String state) {
    return state != null
        && MessageDigest.isEqual(
            state.getBytes(StandardCharsets.UTF_8), state().getBytes(StandardCharsets.UTF_8));
  }

  /** Binds the ID token to this login. */
  String nonce() {
    return derive("nonce");
  }

  /** Binds the code to this login: 43 characters, as RFC 7636 asks for. */
  String verifier() {
    return derive("verifier");
  }

  /** The hash of the verifier, for the method S256. */
  String challenge() {
    return encode(Sha256.digest(verifier().getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public String toString() {
    return "a pending login";
  }

  private String derive(String purpose) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return encode(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
