package dev.slipway.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** A connection of an SFTP client that is logged in. */
public final class SftpTestClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** The library prefers an exchange that is slow in Java and takes most of the time of a login. */
  private static final KeyExchangeFactory KEY_EXCHANGE =
      ClientBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519);

  private final SshClient ssh;
  private final ClientSession session;
  private final SftpClient sftp;

  private SftpTestClient(SshClient ssh, ClientSession session, SftpClient sftp) {
    this.ssh = ssh;
    this.session = session;
    this.sftp = sftp;
  }

  /** Logs in with the published password. */
  public static SftpTestClient as(String account, int port) throws IOException {
    return logIn(account, account + "-demo", port);
  }

  public static SftpTestClient logIn(String account, String password, int port) throws IOException {
    return logIn(account, port, session -> session.addPasswordIdentity(password));
  }

  public static SftpTestClient logIn(String account, KeyPair key, int port) throws IOException {
    return logIn(account, port, session -> session.addPublicKeyIdentity(key));
  }

  private static SftpTestClient logIn(String account, int port, Consumer<ClientSession> addIdentity)
      throws IOException {
    var ssh = SshClient.setUpDefaultClient();
    ssh.setKeyExchangeFactories(List.of(KEY_EXCHANGE));
    CoreModuleProperties.TCP_NODELAY.set(ssh, true);
    ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    ssh.start();
    try {
      var session = ssh.connect(account, "127.0.0.1", port).verify(TIMEOUT).getSession();
      addIdentity.accept(session);
      session.auth().verify(TIMEOUT);
      return new SftpTestClient(
          ssh, session, SftpClientFactory.instance().createSftpClient(session));
    } catch (IOException | RuntimeException e) {
      ssh.stop();
      throw e;
    }
  }

  public SftpClient sftp() {
    return sftp;
  }

  public ClientSession session() {
    return session;
  }

  /** Writes a file from its beginning, and closes it. */
  public void put(String name, byte[] bytes) throws IOException {
    try (OutputStream out = sftp.write(name)) {
      out.write(bytes);
    }
  }

  public byte[] get(String name) throws IOException {
    try (var in = sftp.read(name)) {
      return in.readAllBytes();
    }
  }

  /** The names in the directory, without the dots. */
  public List<String> list() throws IOException {
    return StreamSupport.stream(sftp.readDir("/").spliterator(), false)
        .map(SftpClient.DirEntry::getFilename)
        .filter(name -> !name.equals(".") && !name.equals(".."))
        .toList();
  }

  /** Cuts the connection without closing files. */
  public void cut() {
    session.close(true);
  }

  @Override
  public void close() throws IOException {
    session.close();
    ssh.stop();
  }
}
