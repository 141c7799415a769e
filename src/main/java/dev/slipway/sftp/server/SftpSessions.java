package dev.slipway.sftp.server;

import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.SftpMetrics.Limit;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.ratelimit.ConcurrencyLimit;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jboss.logging.Logger;

/**
 * Limits the connections: how often each network opens one, those without a login for each network,
 * so that a stranger can't occupy all of them, and those with a login for each account.
 */
@ApplicationScoped
class SftpSessions implements SessionListener {
  private static final Logger LOG = Logger.getLogger(SftpSessions.class);

  private static final AttributeKey<String> NETWORK = new AttributeKey<>();
  private static final AttributeKey<SftpLogin> LOGIN = new AttributeKey<>();

  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final RateLimiter rates;
  private final AnonymousConnections anonymous;
  private final ConcurrencyLimit accounts;
  private final SftpLogins logins;
  private final SftpThreads threads;
  private final SftpMetrics metrics;

  SftpSessions(
      SftpConfig config,
      SftpLogins logins,
      SftpThreads threads,
      SftpMetrics metrics,
      SecureRandom random,
      Clock clock) {
    this.rates = createLimiter(config, clock);
    // As many again, so that connections without a login don't use up those of accounts.
    this.anonymous =
        new AnonymousConnections(config.sessions(), config.sessionsPerAccount(), random);
    this.accounts = new ConcurrencyLimit(config.sessions(), config.sessionsPerAccount());
    this.logins = logins;
    this.threads = threads;
    this.metrics = metrics;
    metrics.observeSessions(accounts::count);
  }

  private static RateLimiter createLimiter(SftpConfig config, Clock clock) {
    try {
      return new RateLimiter(config.connectionBurst(), config.connectionsPerSecond(), clock);
    } catch (IllegalArgumentException notPositive) {
      throw new IllegalArgumentException(
          "SLIPWAY_SFTP_CONNECTION_BURST and SLIPWAY_SFTP_CONNECTIONS_PER_SECOND must be above zero.",
          notPositive);
    }
  }

  /** Who has logged in on a connection. */
  static Optional<SftpLogin> loginOf(Session session) {
    return Optional.ofNullable(session.getAttribute(LOGIN));
  }

  static InetAddress addressOf(Session session) {
    return ((InetSocketAddress) session.getIoSession().getRemoteAddress()).getAddress();
  }

  @Override
  public void sessionCreated(Session session) {
    var network = ClientAddress.of(addressOf(session).getHostAddress()).network();
    if (rates.tryAcquire(network).isPresent()) {
      metrics.recordRefusal(Limit.CONNECTIONS);
      LOG.debugf("Refused a connection over SFTP from %s: too many in a short time", network);
      session.close(true);
      return;
    }
    if (!anonymous.tryAcquire(network)) {
      metrics.recordRefusal(Limit.CONNECTIONS);
      LOG.debugf("Refused a connection over SFTP from %s: too many without a login", network);
      session.close(true);
      return;
    }
    session.setAttribute(NETWORK, network);
  }

  /**
   * Makes the connection one of an account, and records the login.
   *
   * @return false if the connection has ended, or has a login already
   * @throws LoginRefusedException if there are too many connections
   * @throws RuntimeException if the login can't be recorded; the connection is then closed
   */
  boolean begin(Session session, SftpLogin login) {
    // A client can send several logins before one is answered.
    synchronized (session) {
      if (loginOf(session).isPresent()) {
        return false;
      }
      if (!accounts.tryAcquire(login.name())) {
        metrics.recordRefusal(Limit.SESSIONS);
        LOG.warnf("Refused %s over SFTP: too many connections", login.name());
        throw new LoginRefusedException(
            "Too many connections of this account, or of all accounts. End one, or wait until one ends.");
      }
      session.setAttribute(LOGIN, login);
    }
    open.add(session);
    releaseNetwork(session);
    try {
      logins.recordBegin(login);
    } catch (RuntimeException e) {
      release(session);
      session.close(true);
      throw e;
    }
    if (!session.isOpen()) {
      end(session);
      return false;
    }
    return true;
  }

  @Override
  public void sessionClosed(Session session) {
    releaseNetwork(session);
    end(session);
  }

  /**
   * Ends the connections of accounts that were disabled, got another password, or whose logins were
   * all ended. Those with requests are checked at these too, see {@link
   * FileRequests#requireValidLogin}.
   */
  @Scheduled(
      every = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void endInvalid() {
    var sessions = List.copyOf(open);
    if (sessions.isEmpty()) {
      return;
    }
    try {
      var current = sessions.stream().flatMap(session -> loginOf(session).stream()).toList();
      var ended = Set.copyOf(logins.findEnded(current));
      sessions.stream()
          .filter(session -> loginOf(session).filter(ended::contains).isPresent())
          .forEach(session -> session.close(true));
    } catch (RuntimeException e) {
      LOG.debugf("The logins of open connections can't be checked: %s", e.getMessage());
    }
  }

  private void releaseNetwork(Session session) {
    var network = session.removeAttribute(NETWORK);
    if (network != null) {
      anonymous.release(network);
    }
  }

  private void end(Session session) {
    var login = release(session);
    if (login == null) {
      return;
    }
    try {
      // SSH has few threads for all connections, and the database may keep one waiting.
      threads.executor().execute(() -> recordEnd(login));
    } catch (RejectedExecutionException stopped) {
      recordEnd(login);
    }
  }

  /** Returns whose connection it was; null if nobody's. */
  private SftpLogin release(Session session) {
    open.remove(session);
    var login = session.removeAttribute(LOGIN);
    if (login != null) {
      accounts.release(login.name());
    }
    return login;
  }

  private void recordEnd(SftpLogin login) {
    try {
      logins.recordEnd(login);
    } catch (RuntimeException e) {
      LOG.warnf("The end of a connection of %s was not recorded: %s", login.name(), e.getMessage());
    }
  }
}
