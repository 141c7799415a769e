package dev.slipway.sftp.server;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.ratelimit.SigningRateLimiter;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.files.SftpDirectory;
import dev.slipway.sftp.files.TransferLimits;
import dev.slipway.storage.ObjectStore;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The SSH server with SFTP and nothing else: no shell, no commands, no forwarding, no compression.
 * Started only if a port is configured.
 */
@ApplicationScoped
class SftpServer {
  private static final Logger LOG = Logger.getLogger(SftpServer.class);
  private static final int SFTP_VERSION = 3;
  private static final int MAX_CHANNELS = 2;

  /** Enough to type a password. Strangers occupy a connection for at most this time. */
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(20);

  /**
   * How long a file waits to be opened or removed when its account changes more than the rate that
   * applies to uploads in the browser: clients don't repeat requests that are refused.
   */
  private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /**
   * The first asks which methods there are, and a client offers each of its public keys before it
   * sends a password.
   */
  private static final int MAX_LOGIN_REQUESTS = 20;

  /** Requests of a channel, in bytes, that wait for those before them. */
  private static final long WINDOW_SIZE = 512 << 10;

  /** Replies, in bytes, that a client doesn't read; more end the connection. */
  private static final int MAX_UNREAD_REPLIES = 1 << 20;

  private final SftpConfig config;
  private final String host;
  private final Duration grace;
  private final SftpAuthenticator authenticator;
  private final KeyAuthenticationFactory keyAuthentication;
  private final SftpSessions sessions;
  private final SftpThreads threads;
  private final TransferLimits limits;
  private final AccountRunner runner;
  private final ProcessRole role;
  private final FileRequests.Services services;
  private final Set<FileRequests> channels = ConcurrentHashMap.newKeySet();
  private SshServer server;
  private volatile String fingerprint;
  private long stoppingSince;

  SftpServer(
      SftpConfig config,
      @ConfigProperty(name = "quarkus.http.host") String httpHost,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> grace,
      SftpAuthenticator authenticator,
      KeyAuthenticationFactory keyAuthentication,
      SftpSessions sessions,
      SftpThreads threads,
      SftpLogins logins,
      SftpDirectory directory,
      StreamedUploads uploads,
      ObjectStore store,
      TransferLimits limits,
      MalwareScanner scanner,
      SigningRateLimiter limiter,
      SftpMetrics metrics,
      AccountRunner runner,
      ProcessRole role) {
    this.config = config;
    this.host = config.host().orElse(httpHost);
    this.grace = grace.orElse(Duration.ZERO);
    this.authenticator = authenticator;
    this.keyAuthentication = keyAuthentication;
    this.sessions = sessions;
    this.threads = threads;
    this.limits = limits;
    this.runner = runner;
    this.role = role;
    this.services =
        new FileRequests.Services(
            config,
            logins,
            directory,
            uploads,
            store,
            limits,
            scanner,
            () -> limiter.awaitPermit(PERMIT_TIMEOUT),
            metrics);
  }

  /** After the accounts have been created. */
  void start(@Observes @Priority(100) StartupEvent start) {
    if (!config.isEnabled() || role.isWorker()) {
      return;
    }
    config.requireValid();
    var key = HostKey.parse(config.hostKey());
    server = configure(key);
    try {
      server.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The SFTP server can't listen on %s port %d (%s). Choose another port with SLIPWAY_SFTP_PORT, or 0 for no SFTP server."
              .formatted(host, config.port().getAsInt(), e.getMessage()),
          e);
    }
    fingerprint = key.fingerprint();
    LOG.infof("SFTP on %s port %d, host key %s", host, config.port().getAsInt(), fingerprint);
  }

  /** Open files can be finished, and no others opened. */
  void refuseTransfers(@Observes ShutdownDelayInitiatedEvent initiated) {
    limits.stop();
    stoppingSince = System.nanoTime();
  }

  /** Cuts the transfers that have not ended in time; their clients can continue them. */
  void stop(@Observes ShutdownEvent stop) throws IOException, InterruptedException {
    if (server == null) {
      return;
    }
    if (stoppingSince == 0) {
      limits.stop();
      stoppingSince = System.nanoTime();
    }
    while (!limits.isIdle() && System.nanoTime() - stoppingSince < grace.toNanos()) {
      Thread.sleep(POLL_INTERVAL.toMillis());
    }
    server.stop(true);
    threads.stop();
  }

  /**
   * Releases open files that nobody uses. Requests such as keep-alives don't count, or one account
   * could occupy the places of files for ever.
   */
  @Scheduled(
      every = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void discardIdleFiles() {
    channels.removeIf(FileRequests::isEnded);
    channels.forEach(FileRequests::discardIdle);
  }

  /** The address that the server listens on. */
  String host() {
    return host;
  }

  /** The fingerprint of the host key; null if no server has started. */
  String fingerprint() {
    return fingerprint;
  }

  private SshServer configure(HostKey key) {
    var ssh = SshServer.setUpDefaultServer();
    ssh.setHost(host);
    ssh.setPort(config.port().getAsInt());
    ssh.setKeyPairProvider(KeyPairProvider.wrap(key.pair()));
    StrongAlgorithms.applyTo(ssh);
    ssh.setCompressionFactories(List.of(BuiltinCompressions.none));
    ssh.setUserAuthFactories(List.of(keyAuthentication.create(), UserAuthPasswordFactory.INSTANCE));
    ssh.setPasswordAuthenticator(authenticator);
    // KeyAuthenticationFactory has found the account of the key before this is asked.
    ssh.setPublickeyAuthenticator(
        (username, offered, session) -> !(offered instanceof OpenSshCertificate));
    ssh.setFileSystemFactory(NoneFileSystemFactory.INSTANCE);
    ssh.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    ssh.setCommandFactory(null);
    ssh.setShellFactory(null);
    ssh.setSubsystemFactories(List.of(new VideoSubsystemFactory()));
    ssh.addSessionListener(sessions);
    CoreModuleProperties.SERVER_IDENTIFICATION.set(ssh, "slipway");
    // Otherwise a reply waits until the client has acknowledged the one before, up to 40 ms.
    CoreModuleProperties.TCP_NODELAY.set(ssh, true);
    CoreModuleProperties.AUTH_TIMEOUT.set(ssh, LOGIN_TIMEOUT);
    CoreModuleProperties.IDLE_TIMEOUT.set(ssh, config.idleTimeout());
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(ssh, MAX_LOGIN_REQUESTS);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(ssh, MAX_CHANNELS);
    CoreModuleProperties.WINDOW_SIZE.set(ssh, WINDOW_SIZE);
    CoreModuleProperties.BUFFERED_IO_OUTPUT_MAX_PENDING_WRITE_SIZE.set(ssh, MAX_UNREAD_REPLIES);
    SftpModuleProperties.SFTP_VERSION.set(ssh, SFTP_VERSION);
    return ssh;
  }

  /** Creates the subsystem of a channel for the account that has logged in. */
  private final class VideoSubsystemFactory extends SftpSubsystemFactory {
    private VideoSubsystemFactory() {
      setExecutorServiceProvider(threads::ofChannel);
    }

    @Override
    public String getName() {
      return SftpConstants.SFTP_SUBSYSTEM_NAME;
    }

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
      var session = channel.getServerSession();
      var login =
          SftpSessions.loginOf(session)
              .orElseThrow(() -> new IOException("The connection has no login"));
      var requests = new FileRequests(login, services, session::isOpen, () -> session.close(false));
      channels.add(requests);
      return new VideoSubsystem(channel, this, requests, login, runner);
    }
  }
}
