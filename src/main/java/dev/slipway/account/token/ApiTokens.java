package dev.slipway.account.token;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.SecretToken;
import dev.slipway.account.TokenScope;
import dev.slipway.audit.AuditLog;
import dev.slipway.storage.RandomId;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.SafeText;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Creates, lists, verifies and revokes API tokens. Managing them requires a login, so that a leaked
 * token can neither create another one nor list the others.
 */
@Startup
@ApplicationScoped
public class ApiTokens {
  /** Lets secret scanners recognise a leaked token. */
  public static final String PREFIX = "slipway_";

  private static final int MAX_TOKENS_PER_ACCOUNT = 100;

  /** How long an expired token stays listed, so that its owner sees why a program stopped. */
  private static final Duration EXPIRED_TOKEN_RETENTION = Duration.ofDays(30);

  /** Enough for every misspelling in an error message. */
  private static final int MAX_SCOPE_LENGTH = 50;

  private static final double ONE_PER_HOUR = 1 / 3600.0;

  private final TokensConfig config;
  private final CurrentAccount caller;
  private final Accounts accounts;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;
  private final RateLimiter expiredUses;

  ApiTokens(
      TokensConfig config,
      CurrentAccount caller,
      Accounts accounts,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.caller = caller;
    this.accounts = accounts;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
    this.expiredUses = new RateLimiter(1, ONE_PER_HOUR, clock);
    if (config.lifetime().toSeconds() < 1 || config.lifetime().compareTo(config.longest()) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_TOKENS_LIFETIME must be from 1 second to SLIPWAY_TOKENS_LONGEST.");
    }
  }

  /**
   * Creates a token for the caller.
   *
   * @param name tells people what the token is for
   * @param seconds the lifetime; null for the default
   * @param scopeNames what the token is limited to; null for everything that the caller may do
   * @throws ProblemException {@code invalid-request}; {@code quota-exceeded} if the account has the
   *     maximum number of tokens
   */
  @Transactional
  public IssuedToken create(String name, Long seconds, List<String> scopeNames) {
    caller.requireLogin("manage tokens");
    var label = SafeText.label(name).orElseThrow(ApiTokens::missingName);
    var scopes = scopeNames == null ? null : parse(scopeNames);
    var lifetime = lifetimeOf(seconds);
    var account = Account.lockActive(caller.getName());
    if (ApiToken.count("account", account) >= MAX_TOKENS_PER_ACCOUNT) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "You have %d tokens, the maximum. Revoke one first.".formatted(MAX_TOKENS_PER_ACCOUNT));
    }
    var secret = SecretToken.random(random, PREFIX);
    var now = clock.instant();
    var token =
        new ApiToken(
            RandomId.random(random), secret, account, label, scopes, now, now.plus(lifetime));
    token.persist();
    audit.record(account.name, "token.created", token.id, detailOf(token), caller.address());
    return new IssuedToken(
        token.id, label, secret.text(), namesOf(token), token.createdAt, token.expiresAt);
  }

  /** Returns the caller's tokens, newest first. */
  @Transactional
  List<TokenView> findOwn() {
    return findOf(caller.getName());
  }

  /** Returns the tokens of an account that the caller may manage, newest first. */
  @Transactional
  public List<TokenView> findOf(String account) {
    caller.requireLogin("manage tokens");
    return ApiToken.<ApiToken>find("account.name = ?1 order by createdAt desc, id desc", account)
        .stream()
        .map(token -> TokenView.of(token, clock.instant()))
        .toList();
  }

  /** Returns how many tokens of an account have not expired. */
  @Transactional
  public long countUsable(String account) {
    return ApiToken.count("account.name = ?1 and expiresAt > ?2", account, clock.instant());
  }

  /** Returns those of the tokens that are neither revoked nor expired. */
  @Transactional
  public Set<String> findUsable(Collection<String> ids) {
    return ids.isEmpty() ? Set.of() : ApiToken.findUsable(ids, clock.instant());
  }

  @Transactional
  TokenView requireOwn(String id) {
    return TokenView.of(requireEntity(caller.getName(), id, LockModeType.NONE), clock.instant());
  }

  /** Revokes one of the caller's tokens; requests with it fail from now on. */
  @Transactional
  void revoke(String id) {
    revoke(caller.getName(), id);
  }

  /**
   * Revokes a token of an account that the caller may manage.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden}
   */
  @Transactional
  public void revoke(String account, String id) {
    revoke(requireEntity(account, id, LockModeType.PESSIMISTIC_WRITE), caller.getName());
  }

  private void revoke(ApiToken token, String actor) {
    token.delete();
    var owner = token.account.name;
    var detail = owner.equals(actor) ? token.name : "%s, of %s".formatted(token.name, owner);
    audit.record(actor, "token.revoked", token.id, detail);
  }

  /**
   * Revokes a token that the application has created for work of the caller, also when the request
   * that began the work has ended. Idempotent.
   */
  @Transactional
  public void revokeAfterWork(String id) {
    ApiToken token = ApiToken.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (token != null && token.account.name.equals(caller.getName())) {
      token.delete();
      audit.record(caller.getName(), "token.revoked", id, token.name);
    }
  }

  /**
   * Revokes all tokens of an account that the caller may manage, also expired ones.
   *
   * @return how many were revoked
   * @throws ProblemException {@code forbidden}
   */
  @Transactional
  public int revokeAll(String account) {
    caller.requireLogin("manage tokens");
    var revoked = findAndLock(account);
    revoked.forEach(token -> revoke(token, caller.getName()));
    return revoked.size();
  }

  private static List<ApiToken> findAndLock(String account) {
    // In one order, so that two requests at the same time don't wait for each other for ever.
    return ApiToken.<ApiToken>find("account.name = ?1 order by id", account)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /**
   * Finds the account of a token that may be used for something, also if that is not below {@code
   * /api}.
   */
  @Transactional
  public Optional<Account> findAccount(
      SecretToken secret, TokenScope scope, ClientAddress address) {
    return find(secret, address)
        .filter(token -> token.scopes().contains(scope))
        .map(token -> token.account);
  }

  /**
   * Finds a token that hasn't expired, and records that it was used. The use of an expired one is
   * audited, at most once an hour: a program was forgotten, or the token leaked.
   *
   * <p>Runs without a transaction unless there is something to write: every request of a program
   * makes this one query, and a commit would add another round trip to the database.
   */
  Optional<ApiToken> find(SecretToken secret, ClientAddress address) {
    var now = clock.instant();
    var token =
        ApiToken.<ApiToken>find(
                "from ApiToken t join fetch t.account where t.tokenHash = ?1", secret.hash())
            .firstResultOptional()
            .filter(found -> accounts.mayLogIn(found.account));
    if (token.filter(found -> found.isExpired(now)).isPresent()) {
      auditExpired(token.get(), address);
      return Optional.empty();
    }
    token
        .filter(found -> found.isUseUnrecorded(now))
        .ifPresent(found -> QuarkusTransaction.joiningExisting().run(() -> found.recordUse(now)));
    return token;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void deleteAll(@Observes AccountEvent event) {
    if (event.revokesAll()) {
      findAndLock(event.name()).forEach(token -> revoke(token, AuditLog.SYSTEM));
    }
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    ApiToken.delete("expiresAt <= ?1", clock.instant().minus(EXPIRED_TOKEN_RETENTION));
  }

  private void auditExpired(ApiToken token, ClientAddress address) {
    if (expiredUses.tryAcquire(token.id).isEmpty()) {
      QuarkusTransaction.joiningExisting()
          .run(
              () ->
                  audit.record(token.account.name, "token.refused", token.id, "expired", address));
    }
  }

  /** The names of the scopes; null for everything that the account may do. */
  static List<String> namesOf(ApiToken token) {
    return token.scopes == null ? null : List.of(token.scopes.split(" "));
  }

  private static String detailOf(ApiToken token) {
    return token.scopes == null
        ? token.name
        : "%s; limited to %s".formatted(token.name, token.scopes);
  }

  private Set<TokenScope> parse(List<String> names) {
    if (names.isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'scopes' is empty. Name what the token may do, or leave it out for everything.");
    }
    var scopes = EnumSet.noneOf(TokenScope.class);
    for (var name : names) {
      scopes.add(TokenScope.parse(name).orElseThrow(() -> unknownScope(name)));
    }
    if (scopes.contains(TokenScope.ADMIN) && !caller.isAdmin()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Only administrators can give the scope 'admin'.");
    }
    return scopes;
  }

  private static ProblemException unknownScope(String name) {
    return new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "Unknown scope '%s'. Use: %s."
            .formatted(
                SafeText.truncate(String.valueOf(name), MAX_SCOPE_LENGTH),
                TokenScope.join(TokenScope.all()).replace(" ", ", ")));
  }

  private static ProblemException missingName() {
    return new ProblemException(ErrorCode.INVALID_REQUEST, "Set 'name' to what the token is for.");
  }

  private Duration lifetimeOf(Long seconds) {
    if (seconds == null) {
      return config.lifetime();
    }
    if (seconds < 1 || seconds > config.longest().toSeconds()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'expiresIn' must be from 1 to %d seconds.".formatted(config.longest().toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }

  private ApiToken requireEntity(String account, String id, LockModeType lock) {
    caller.requireLogin("manage tokens");
    ApiToken token = RandomId.isValid(id) ? ApiToken.findById(id, lock) : null;
    if (token == null || !token.account.name.equals(account)) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND,
          account.equals(caller.getName())
              ? "You have no token with this id."
              : "The account has no token with this id.");
    }
    return token;
  }
}
