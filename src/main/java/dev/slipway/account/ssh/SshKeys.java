package dev.slipway.account.ssh;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.storage.RandomId;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Adds, lists and removes the public keys of accounts, and finds whose key one is. Managing them
 * requires a login, so that a leaked token can't open another way in.
 */
@ApplicationScoped
public class SshKeys {
  private static final int MAX_KEYS_PER_ACCOUNT = 20;

  private final CurrentAccount caller;
  private final Accounts accounts;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  SshKeys(
      CurrentAccount caller, Accounts accounts, AuditLog audit, SecureRandom random, Clock clock) {
    this.caller = caller;
    this.accounts = accounts;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** Returns the caller's keys, newest first. */
  @Transactional
  public List<SshKeyView> findOwn() {
    return findOf(caller.getName());
  }

  /** Returns the keys of an account that the caller may manage, newest first. */
  @Transactional
  public List<SshKeyView> findOf(String account) {
    caller.requireLogin("manage SSH keys");
    return SshKey.<SshKey>find("account.name = ?1 order by createdAt desc, id desc", account)
        .stream()
        .map(SshKeyView::of)
        .toList();
  }

  @Transactional
  public long count(String account) {
    return SshKey.count("account.name", account);
  }

  /**
   * Adds a key to the caller's account. Others may have the same one: a public key is no secret,
   * and a login names its account.
   *
   * @param name tells where the key is; null or empty for the comment of the key
   * @param text the public key on one line, as OpenSSH writes it
   * @throws ProblemException {@code invalid-request}; {@code key-in-use}; {@code quota-exceeded} if
   *     the account has the maximum number of keys
   */
  @Transactional
  public SshKeyView add(String name, String text) {
    caller.requireLogin("manage SSH keys");
    var parsed = SshPublicKey.parse(text == null ? "" : text);
    var label =
        SafeText.label(name).or(() -> SafeText.label(parsed.comment())).orElse(parsed.type());
    var account = Account.lockActive(caller.getName());
    if (SshKey.count("account", account) >= MAX_KEYS_PER_ACCOUNT) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "You have %d keys, the maximum. Remove one first.".formatted(MAX_KEYS_PER_ACCOUNT));
    }
    if (SshKey.count("account = ?1 and fingerprint = ?2", account, parsed.fingerprint()) > 0) {
      throw new ProblemException(ErrorCode.KEY_IN_USE, "You have added this key already.");
    }
    var key = new SshKey(RandomId.random(random), account, label, parsed, clock.instant());
    key.persistAndFlush();
    audit.record(account.name, "key.added", key.id, key.fingerprint, caller.address());
    return SshKeyView.of(key);
  }

  /**
   * Removes one of the caller's keys; open connections that use it end with their next request.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public void remove(String id) {
    remove(caller.getName(), id);
  }

  /**
   * Removes a key of an account that the caller may manage.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden}
   */
  @Transactional
  public void remove(String account, String id) {
    caller.requireLogin("manage SSH keys");
    SshKey key = RandomId.isValid(id) ? SshKey.findById(id, LockModeType.PESSIMISTIC_WRITE) : null;
    if (key == null || !key.account.name.equals(account)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND,
          account.equals(caller.getName())
              ? "You have no SSH key with this id."
              : "The account has no SSH key with this id.");
    }
    remove(key, caller.getName());
  }

  /**
   * Removes all keys of an account that the caller may manage.
   *
   * @throws ProblemException {@code forbidden}
   */
  @Transactional
  public void removeAll(String account) {
    caller.requireLogin("manage SSH keys");
    findAndLock(account).forEach(key -> remove(key, caller.getName()));
  }

  private static List<SshKey> findAndLock(String account) {
    // In one order, so that two requests at the same time don't wait for each other for ever.
    return SshKey.<SshKey>find("account.name = ?1 order by id", account)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  private void remove(SshKey key, String actor) {
    key.delete();
    var owner = key.account.name;
    var detail =
        owner.equals(actor) ? key.fingerprint : "%s, of %s".formatted(key.fingerprint, owner);
    audit.record(actor, "key.removed", key.id, detail);
  }

  /**
   * Finds the account of a key that can be used at this moment.
   *
   * @param account the name that the client has sent
   * @param fingerprint of the key, {@code SHA256:…}
   */
  @Transactional
  public Optional<Account> findAccount(String account, String fingerprint) {
    return SshKey.<SshKey>find(
            "from SshKey k join fetch k.account where k.fingerprint = ?1 and k.account.name = ?2",
            fingerprint,
            account)
        .firstResultOptional()
        .map(key -> key.account)
        .filter(accounts::mayLogIn);
  }

  /** Records a login with a key. */
  @Transactional
  public void recordUse(String account, String fingerprint) {
    SshKey.recordUse(account, fingerprint, clock.instant());
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void deleteAll(@Observes AccountEvent event) {
    if (event.revokesAll()) {
      findAndLock(event.name()).forEach(key -> remove(key, AuditLog.SYSTEM));
    }
  }
}
