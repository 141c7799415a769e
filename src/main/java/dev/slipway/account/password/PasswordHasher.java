package dev.slipway.account.password;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;

/**
 * Hashes passwords with Argon2id and verifies them, also those that earlier versions hashed with
 * bcrypt. Each call keeps a processor busy for a tenth of a second and needs 19 MiB of memory, so
 * callers limit how many run at once.
 */
@ApplicationScoped
public class PasswordHasher {
  /** The memory that a call needs while it runs. */
  public static final long MEMORY_BYTES = (long) Argon2id.MEMORY_KIB << 10;

  private final Argon2id argon2id;
  private final PasswordAlgorithm current;
  private final PasswordAlgorithm former;

  @Inject
  PasswordHasher(SecureRandom random) {
    this(new Argon2id(random));
  }

  PasswordHasher(Argon2id argon2id) {
    this(argon2id, argon2id, new Bcrypt());
  }

  /** For tests, which count the checks of each algorithm. */
  PasswordHasher(Argon2id argon2id, PasswordAlgorithm current, PasswordAlgorithm former) {
    this.argon2id = argon2id;
    this.current = current;
    this.former = former;
  }

  /** Returns the hash of a new password. */
  public String hash(String password) {
    return argon2id.hash(password);
  }

  /** Whether a password has this hash. */
  public boolean matches(String password, String hash) {
    return (current.recognizes(hash) ? current : former).matches(password, hash);
  }

  /**
   * Whether a password has this hash. Does the same work for each hash and without one, so that the
   * response time doesn't tell whether there is one or which algorithm made it.
   *
   * @param hash null if there is none, which no password matches
   * @param formerExists whether any hash of the former algorithm is stored; otherwise its work is
   *     left out
   */
  public boolean matchesInEqualTime(String password, String hash, boolean formerExists) {
    var matchesCurrent = matchesOrWorks(current, password, hash);
    var isFormer = hash != null && former.recognizes(hash);
    var matchesFormer = (formerExists || isFormer) && matchesOrWorks(former, password, hash);
    return matchesCurrent || matchesFormer;
  }

  /** Whether the password should be hashed again, because new hashes are stronger. */
  public boolean needsUpgrade(String hash) {
    return !argon2id.recognizes(hash) || argon2id.isOutdated(hash);
  }

  private static boolean matchesOrWorks(PasswordAlgorithm algorithm, String password, String hash) {
    if (hash != null && algorithm.recognizes(hash)) {
      return algorithm.matches(password, hash);
    }
    algorithm.checkNothing(password);
    return false;
  }
}
