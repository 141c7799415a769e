package dev.slipway.account.password;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;

/**
 * The algorithm of passwords that were set before Argon2id. It verifies them as they were typed; no
 * new hash is made with it.
 */
final class Bcrypt implements PasswordAlgorithm {
  /** The algorithm ignores what follows, so longer passwords never matched. */
  private static final int MAX_BYTES = 72;

  private static final String DUMMY_HASH = BcryptUtil.bcryptHash("nobody");

  @Override
  public boolean recognizes(String hash) {
    return hash.startsWith("$2");
  }

  @Override
  public boolean matches(String password, String hash) {
    return BcryptUtil.matches(password, hash)
        && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  @Override
  public void checkNothing(String password) {
    BcryptUtil.matches(password, DUMMY_HASH);
  }
}
