package dev.slipway.lab.comparison.client;

import dev.slipway.lab.comparison.client.ClientSettings.SftpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * Connections of SFTP clients, each with a login of its own; never more than the server allows one
 * account. The threads of the library start in the group of the thread that creates this.
 */
final class SftpConnections implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A fifth of the connections that the server accepts of one network before they log in. */
  private static final int MAX_LOGINS_AT_ONCE = 5;

  /**
   * The library prefers an exchange that needs a fifth of a second of processor time in Java for
   * each login, which usual clients of SFTP, written in C, don't need.
   */
  private static final KeyExchangeFactory KEY_EXCHANGE =
      ClientBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519);

  private final SftpAddress address;
  private final ClientSettings settings;
  private final Traffic traffic;
  private final Semaphore places;
  private final Semaphore logins = new Semaphore(MAX_LOGINS_AT_ONCE);
  private final SshClient ssh = SshClient.setUpDefaultClient();

  SftpConnections(ClientSettings settings, Traffic traffic) {
    this.address = settings.sftp();
    this.settings = settings;
    this.traffic = traffic;
    this.places = new Semaphore(address.connections());
    // The server is this application itself.
    ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    // Without this it would offer the keys of the user that runs the application.
    ssh.setKeyIdentityProvider(session -> List.of());
    ssh.setKeyExchangeFactories(List.of(KEY_EXCHANGE));
    ssh.start();
  }

  /** A connection that counts its requests and their bytes. */
  final class Connection implements AutoCloseable {
    private final ClientSession session;
    private final DefaultSftpClient sftp;

    private Connection() throws IOException {
      session = logIn();
      sftp = new CountingSftpClient(session);
    }

    DefaultSftpClient sftp() {
      return sftp;
    }

    /** Counts a request that writes these bytes. */
    void countWrite(int bytes) {
      traffic.addRequest();
      traffic.addBytes(bytes);
    }

    /** Ends the connection without closing the file. */
    void cut() {
      session.close(true);
    }

    @Override
    public void close() throws IOException {
      try {
        sftp.close();
      } finally {
        session.close(false).await(TIMEOUT);
        places.release();
      }
    }
  }

  /** Connects and logs in, when fewer connections are open than the account may have. */
  Connection open() throws IOException {
    acquire(places);
    try {
      return new Connection();
    } catch (IOException | RuntimeException e) {
      places.release();
      throw e;
    }
  }

  private ClientSession logIn() throws IOException {
    acquire(logins);
    try {
      var session =
          ssh.connect(settings.account(), address.host(), address.port())
              .verify(TIMEOUT)
              .getSession();
      session.addPasswordIdentity(settings.token());
      session.auth().verify(TIMEOUT);
      return session;
    } finally {
      logins.release();
    }
  }

  private static void acquire(Semaphore permits) throws IOException {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The client was interrupted", e);
    }
  }

  @Override
  public void close() {
    ssh.stop();
  }

  /** Without the writes, which the stream of the library may send in another way. */
  private final class CountingSftpClient extends DefaultSftpClient {
    private CountingSftpClient(ClientSession session) throws IOException {
      super(session, SftpVersionSelector.CURRENT, SftpErrorDataHandler.EMPTY);
    }

    @Override
    public int send(int command, Buffer buffer) throws IOException {
      if (command != SftpConstants.SSH_FXP_WRITE) {
        traffic.addRequest();
        traffic.addBytes(buffer.available());
      }
      return super.send(command, buffer);
    }
  }
}
