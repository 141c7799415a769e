package dev.slipway.account;

import dev.slipway.account.password.PasswordHasher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Verifies the passwords of accounts, and hashes them again if an earlier version did it. */
@ApplicationScoped
public class AccountPasswords {
  private final Accounts accounts;
  private final PasswordHasher hasher;

  AccountPasswords(Accounts accounts, PasswordHasher hasher) {
    this.accounts = accounts;
    this.hasher = hasher;
  }

  /**
   * The result of checking a name and a password.
   *
   * @param account empty unless both are right and the account may log in
   * @param knownName the name if it belongs to an account; null otherwise, because people type
   *     passwords into the field for the name, and it must not be stored
   * @param isDisabled whether both are right, but an administrator has disabled the account
   */
  public record Check(Optional<Account> account, String knownName, boolean isDisabled) {}

  /**
   * Checks a name and a password. Does the same work whether the account exists or not, so that the
   * response time tells nothing. Must not be called in a transaction, because it takes a tenth of a
   * second.
   */
  public Check check(String name, String password) {
    var found = accounts.find(name);
    var hash = found.map(account -> account.passwordHash).orElse(null);
    var matches = hasher.matchesInEqualTime(password, hash, Account.anyHasBcryptHash());
    return new Check(
        found
            .filter(account -> matches && accounts.mayLogIn(account))
            .flatMap(account -> upgrade(account, password)),
        found.map(account -> account.name).orElse(null),
        found.filter(account -> matches && account.isDisabled()).isPresent());
  }

  /** Whether a password can be changed, or why not. */
  public enum Changeability {
    CHANGEABLE,
    /** It belongs to a demo account. */
    PUBLISHED,
    /** The account can't be used, or people log in to it at another system. */
    NONE
  }

  public Changeability changeabilityOf(String name) {
    return accounts
        .findUsable(name)
        .map(AccountPasswords::changeabilityOf)
        .orElse(Changeability.NONE);
  }

  private static Changeability changeabilityOf(Account account) {
    if (account.isDemo()) {
      return Changeability.PUBLISHED;
    }
    return account.hasPassword() ? Changeability.CHANGEABLE : Changeability.NONE;
  }

  /** Returns the hash of a new password, which takes a tenth of a second. */
  public String hash(String password) {
    return hasher.hash(password);
  }

  /**
   * Replaces a hash that is weaker than new ones. Returns the account with the hash that is stored
   * now, or empty if another password was set meanwhile.
   */
  Optional<Account> upgrade(Account account, String password) {
    if (!hasher.needsUpgrade(account.passwordHash) || replaceHash(account, hasher.hash(password))) {
      return Optional.of(account);
    }
    // A concurrent login has upgraded the hash, or the password was changed.
    return reload(account.name)
        .filter(
            current ->
                current.passwordHash != null
                    && hasher.matches(password, current.passwordHash)
                    && accounts.mayLogIn(current));
  }

  /**
   * Stores the hash of another password, or another one of the same password.
   *
   * @param account as it was when its password was checked
   * @return false if the password was changed since then
   */
  @Transactional
  public boolean replaceHash(Account account, String newHash) {
    return account.replacePasswordHash(newHash);
  }

  @Transactional
  Optional<Account> reload(String name) {
    var account = Account.<Account>findByIdOptional(name);
    account.ifPresent(found -> Account.getEntityManager().refresh(found));
    return account;
  }
}
