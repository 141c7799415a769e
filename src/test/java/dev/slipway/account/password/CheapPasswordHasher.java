package dev.slipway.account.password;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/**
 * The hasher of all tests that start the application: their logins would take a quarter of the
 * processor time of a build. {@link Argon2idTest} tests the parameters of production.
 */
@Alternative
@Priority(1)
@Singleton
class CheapPasswordHasher extends PasswordHasher {
  CheapPasswordHasher(SecureRandom random) {
    super(new Argon2id(random, new Argon2id.Parameters(64, 1, 1)));
  }
}
