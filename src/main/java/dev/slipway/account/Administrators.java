package dev.slipway.account;

import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells whether administrators can log in, by the ways to log in that are switched on. */
@ApplicationScoped
public class Administrators {
  private static final String HAS_IDENTITY =
      "select exists (select from account_identity where account = ?1 and issuer = ?2)";

  private final Accounts accounts;
  private final boolean passwords;
  private final Optional<String> issuer;

  /**
   * @param passwords whether people can log in with passwords
   * @param issuer of the OpenID Connect provider; empty if there is none
   */
  Administrators(
      Accounts accounts,
      @ConfigProperty(name = "slipway.login.local", defaultValue = "true") boolean passwords,
      @ConfigProperty(name = "slipway.oidc.issuer") Optional<String> issuer) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.issuer = issuer.map(String::strip);
  }

  /** Whether a password lets people log in. */
  public boolean canUsePasswords() {
    return passwords;
  }

  /** Whether an administrator can log in. */
  @Transactional
  public boolean exists() {
    return existsExcept("");
  }

  /** Whether an account other than this one is an administrator who can log in. */
  @Transactional
  public boolean existsExcept(String name) {
    return Account.<Account>find("role = ?1 and name <> ?2", Role.ADMIN, name).stream()
        .anyMatch(account -> accounts.mayLogIn(account) && canAuthenticate(account));
  }

  /**
   * A person who never logged in may not be able to: nobody has shown that the identity is theirs.
   */
  private boolean canAuthenticate(Account account) {
    return passwords && account.hasPassword()
        || account.lastLoginAt() != null && issuer.filter(by -> isKnown(account, by)).isPresent();
  }

  private static boolean isKnown(Account account, String issuer) {
    return NativeQueries.scalars(Account.getEntityManager(), HAS_IDENTITY, Boolean.class)
        .setParameter(1, account.name)
        .setParameter(2, issuer)
        .getSingleResult();
  }
}
