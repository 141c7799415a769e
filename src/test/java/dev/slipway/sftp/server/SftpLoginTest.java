package dev.slipway.sftp.server;

import static dev.slipway.testing.TestAccount.requestWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.account.SecretToken;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.RandomSshKey;
import dev.slipway.testing.SftpTestClient;
import dev.slipway.testing.TestAccount;
import dev.slipway.web.ClientAddress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SftpLoginTest {
  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Inject EntityManager entities;
  @Inject SftpLogins logins;
  @Inject SftpConfig config;

  @Test
  void logsInWithAPasswordAndAuditsIt() throws Exception {
    var before = auditEntries("creator2");

    try (var client = SftpTestClient.as("creator2", port)) {
      assertThat(client.sftp().canonicalPath(".")).isEqualTo("/");
    }

    Eventually.holds(
        "the end is audited", () -> auditEntries("creator2").size() == before.size() + 2);
    assertThat(auditEntries("creator2").subList(before.size(), before.size() + 2))
        .containsExactly(
            "login.succeeded SFTP, password 127.0.0.1", "login.ended SFTP, password 127.0.0.1");
  }

  @Test
  void theAccountPageSaysHowToConnect() {
    requestWith(TestAccount.creator().logIn("Test"))
        .get("/account")
        .then()
        .statusCode(200)
        .body(
            matchesPattern(
                "(?s).*sftp -P " + port + " test-[^@]+@(localhost|127\\.0\\.0\\.1)</code>.*"))
        .body(containsString(HostKey.parse(config.hostKey()).fingerprint()))
        .body(containsString("your password"));
    ApiClient.as("viewer").request().get("/account").then().body(not(containsString("sftp -P")));
  }

  @Test
  void theAccountPageShowsKeysOnlyIfTheyCanBeUsedOrRemoved() {
    var cookies = TestAccount.creator().logIn("Test");
    QuarkusMock.installMockForType(
        new SftpAddress(null, null, null, null) {
          @Override
          public boolean isEnabled() {
            return false;
          }
        },
        SftpAddress.class);
    requestWith(cookies).get("/account").then().body(not(containsString("SSH keys</h2>")));

    requestWith(cookies)
        .contentType("application/json")
        .body(Map.of("publicKey", RandomSshKey.text()))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201);

    requestWith(cookies)
        .get("/account")
        .then()
        .body(containsString("no SFTP server"))
        .body(containsString("Yes, remove"))
        .body(not(containsString("Add key")));
  }

  /** The client of the other tests supports only a faster key exchange. */
  @Test
  void agreesToTheKeyExchangeThatTheLibraryPrefers() throws Exception {
    var timeout = Duration.ofSeconds(30);
    try (var ssh = SshClient.setUpDefaultClient()) {
      ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
      ssh.start();
      var session = ssh.connect("creator2", "127.0.0.1", port).verify(timeout).getSession();
      session.addPasswordIdentity("creator2-demo");
      session.auth().verify(timeout);

      assertThat(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS))
          .isEqualTo(ssh.getKeyExchangeFactories().get(0).getName());
    }
  }

  /** Otherwise a program of theirs would make an administrator count who can't log in. */
  @Test
  void aTokenIsNoLoginOfSomebodyWithoutAPassword() {
    var account = new Account("sftp-without-password", null, Role.ADMIN, false, Instant.now());
    QuarkusTransaction.requiringNew().run(account::insertIfAbsent);

    logins.recordBegin(
        SftpLogin.withToken(account, new SecretToken("t"), ClientAddress.of("127.0.0.1")));

    var stored =
        QuarkusTransaction.requiringNew().call(() -> Account.<Account>findById(account.name));
    assertThat(stored.lastLoginAt()).isNull();
  }

  @Test
  void logsInWithATokenUntilItIsRevoked() throws Exception {
    var creator = ApiClient.as("creator");
    var token =
        creator
            .request()
            .contentType("application/json")
            .body(Map.of("name", "partner"))
            .post("/api/tokens")
            .jsonPath();
    var name = UUID.randomUUID() + ".mp4";
    try (var client = SftpTestClient.logIn("creator", token.getString("token"), port)) {
      client.put(name, Mp4Header.bytes(100, 1));
      assertThat(client.list()).contains(name);
      assertThatThrownBy(() -> SftpTestClient.logIn("creator2", token.getString("token"), port))
          .hasMessageContaining("authentication methods");
      creator.request().delete("/api/tokens/{id}", token.getString("id")).then().statusCode(204);

      Eventually.holds("the connection ends", Duration.ofSeconds(30), () -> !canList(client));
    }
    assertThatThrownBy(() -> SftpTestClient.logIn("creator", token.getString("token"), port))
        .hasMessageContaining("authentication methods");
  }

  @Test
  void refusesWrongPasswordsAndAccountsThatMayNotUpload() {
    var failed = MetricsScrape.now().value("slipway_logins_total", Map.of("outcome", "failed"));

    for (var account : List.of("creator", "nobody", "viewer")) {
      var password = account.equals("viewer") ? "viewer-demo" : "wrong";
      assertThatThrownBy(() -> SftpTestClient.logIn(account, password, port))
          .hasMessageContaining("authentication methods");
    }

    assertThat(MetricsScrape.now().value("slipway_logins_total", Map.of("outcome", "failed")))
        .isEqualTo(failed + 2);
  }

  @Test
  void demoAccountsWorkOnlyFromThisMachine() throws Exception {
    var elsewhere = InetAddress.getByName("192.0.2.7");
    assertThatThrownBy(() -> logins.logIn("creator", "creator-demo", elsewhere))
        .hasMessageContaining("only from the machine of the server");
    assertThat(logins.logIn("creator", "creator-demo", InetAddress.getByName("::1"))).isNotNull();
  }

  @Test
  void loginEndsWithTheAccountsPasswordOrRole() throws Exception {
    var login = logins.logIn("creator2", "creator2-demo", InetAddress.getLoopbackAddress());
    assertThat(logins.isValid(login)).isTrue();

    assertThat(isValidWhile("update account set role = 'VIEWER' where name = 'creator2'", login))
        .isFalse();
    assertThat(
            isValidWhile(
                "update account set password_hash = 'other' where name = 'creator2'", login))
        .isFalse();
    assertThat(logins.isValid(login)).isTrue();
  }

  @Test
  void limitsTheConnectionsOfAnAccount() throws Exception {
    var clients = new ArrayList<SftpTestClient>();
    try {
      for (var count = 0; count < 25; count++) {
        clients.add(SftpTestClient.as("admin", port));
      }
      assertThatThrownBy(() -> SftpTestClient.as("admin", port))
          .hasMessageContaining("authentication methods");
      clients.remove(0).close();
      Eventually.holds("a place is free", () -> canLogIn("admin"));
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  /** Clients that send many files open their connections at the same time. */
  @Test
  void anAccountCanOpenAllItsConnectionsAtOnce() throws Exception {
    var sockets = new ArrayList<Socket>();
    try {
      for (var count = 0; count < config.sessionsPerAccount(); count++) {
        sockets.add(connectFromOtherNetwork());
      }

      assertThat(sockets).allMatch(SftpLoginTest::isAccepted);
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    Eventually.holds("the network can connect again", this::canConnectFromOtherNetwork);
  }

  @Test
  void limitsTheConnectionsOfANetworkThatHaveNotLoggedIn() throws Exception {
    var sockets = new ArrayList<Socket>();
    try {
      // A connection that has ended may be counted for a moment longer.
      Eventually.holds(
          "all places of the network are taken",
          () -> connectAndKeep(sockets) == config.sessionsPerAccount());
      try (var socket = connectFromOtherNetwork()) {
        assertThat(isAccepted(socket)).isFalse();
      }
      assertThat(canLogIn("creator2")).isTrue();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    Eventually.holds("the network can connect again", this::canConnectFromOtherNetwork);
  }

  /** Strangers occupy a connection for no longer. The library would wait for two minutes. */
  @Test
  void aConnectionWithoutALoginEndsAfterTwentySeconds() {
    var connections = new CopyOnWriteArrayList<ServerSession>();
    QuarkusMock.installMockForType(
        new SftpAuthenticator(null, null, null, Clock.systemUTC()) {
          @Override
          public boolean authenticate(String username, String password, ServerSession session) {
            connections.add(session);
            return false;
          }
        },
        SftpAuthenticator.class);

    assertThat(canLogIn("creator2")).isFalse();

    assertThat(connections)
        .isNotEmpty()
        .extracting(CoreModuleProperties.AUTH_TIMEOUT::getRequired)
        .containsOnly(Duration.ofSeconds(20));
  }

  @Test
  void offersNoWeakAlgorithms() {
    var server = SshServer.setUpDefaultServer();
    StrongAlgorithms.applyTo(server);
    assertThat(server.getCipherFactories())
        .extracting(NamedResource::getName)
        .contains("aes256-gcm@openssh.com")
        .noneMatch(name -> name.contains("cbc"));
    assertThat(server.getMacFactories())
        .extracting(NamedResource::getName)
        .contains("hmac-sha2-256")
        .noneMatch(name -> name.contains("sha1"));
    assertThat(server.getSignatureFactories())
        .extracting(NamedResource::getName)
        .contains("ssh-ed25519", "rsa-sha2-256")
        .doesNotContain("ssh-rsa");
    assertThat(server.getKeyExchangeFactories())
        .extracting(NamedResource::getName)
        .contains("curve25519-sha256", "ecdh-sha2-nistp256")
        .noneMatch(name -> name.startsWith("diffie-hellman"));
  }

  /** Makes a change in a transaction that is rolled back, and asks within it. */
  private boolean isValidWhile(String change, SftpLogin login) {
    QuarkusTransaction.begin();
    try {
      entities.createNativeQuery(change).executeUpdate();
      return logins.isValid(login);
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private int connectAndKeep(List<Socket> sockets) {
    try {
      var socket = connectFromOtherNetwork();
      if (isAccepted(socket)) {
        sockets.add(socket);
      } else {
        socket.close();
      }
      return sockets.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean canConnectFromOtherNetwork() {
    try (var socket = connectFromOtherNetwork()) {
      return isAccepted(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connectFromOtherNetwork() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    return new Socket(loopback, port, InetAddress.getByName("127.0.0.9"), 0);
  }

  /** Whether the server identifies itself, as it does before the login. */
  private static boolean isAccepted(Socket socket) {
    try {
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)
          .equals("SSH-");
    } catch (IOException reset) {
      return false;
    }
  }

  private boolean canLogIn(String account) {
    try {
      SftpTestClient.as(account, port).close();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void logsInWithAPublicKeyUntilItIsRemoved() throws Exception {
    var creator = ApiClient.as("creator");
    var pair = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    String id =
        creator
            .request()
            .contentType("application/json")
            .body(Map.of("publicKey", PublicKeyEntry.toString(pair.getPublic())))
            .post("/api/me/ssh-keys")
            .path("id");
    var fingerprint = KeyUtils.getFingerPrint(pair.getPublic());
    try (var client = SftpTestClient.logIn("creator", pair, port)) {
      assertThat(client.sftp().canonicalPath(".")).isEqualTo("/");
      assertThat(auditEntries("creator"))
          .contains("login.succeeded SFTP, public key %s 127.0.0.1".formatted(fingerprint));
      assertThatThrownBy(() -> SftpTestClient.logIn("creator2", pair, port))
          .hasMessageContaining("authentication methods");

      creator.request().delete("/api/me/ssh-keys/{id}", id).then().statusCode(204);

      Eventually.holds("the connection ends", Duration.ofSeconds(30), () -> !canList(client));
    }
    assertThatThrownBy(() -> SftpTestClient.logIn("creator", pair, port))
        .hasMessageContaining("authentication methods");
  }

  /** Anyone can send the public key of another person. */
  @Test
  void reportsNothingAboutAnAccountBeforeTheKeyIsProved() throws Exception {
    var pair = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    var other = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    var account = TestAccount.creator();
    requestWith(account.logIn("x"))
        .contentType("application/json")
        .body(Map.of("publicKey", PublicKeyEntry.toString(pair.getPublic())))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201);
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("role = ?1 where name = ?2", Role.VIEWER, account.name()));

    try (var log = CapturedLog.of(SftpLogins.class.getName())) {
      assertThat(bannersOf(account, new KeyPair(pair.getPublic(), other.getPrivate()))).isEmpty();
      assertThat(log.all()).isEmpty();

      assertThat(bannersOf(account, pair))
          .singleElement()
          .asString()
          .contains("This account may not upload.");
      assertThat(log.all()).singleElement().asString().contains("the account may not upload");
    }
  }

  /** Tries to log in, and returns what the server explains. */
  private List<String> bannersOf(TestAccount account, KeyPair key) throws IOException {
    var timeout = Duration.ofSeconds(30);
    var banners = new CopyOnWriteArrayList<String>();
    try (var ssh = SshClient.setUpDefaultClient()) {
      ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
      ssh.setUserInteraction(
          new UserInteraction() {
            @Override
            public void welcome(ClientSession session, String banner, String language) {
              banners.add(banner);
            }

            @Override
            public String[] interactive(
                ClientSession session,
                String name,
                String instruction,
                String language,
                String[] prompts,
                boolean[] echo) {
              return null;
            }

            @Override
            public String getUpdatedPassword(ClientSession session, String text, String language) {
              return null;
            }
          });
      ssh.start();
      var session = ssh.connect(account.name(), "127.0.0.1", port).verify(timeout).getSession();
      session.addPublicKeyIdentity(key);
      assertThatThrownBy(() -> session.auth().verify(timeout))
          .hasMessageContaining("authentication methods");
    }
    return banners;
  }

  @Test
  void logsRefusedLoginsUpToALimitForEachNetwork() throws Exception {
    var elsewhere = InetAddress.getByName("198.18.45.1");
    try (var log = CapturedLog.of(SftpLogins.class.getName())) {
      for (var attempts = 0; attempts < 8; attempts++) {
        assertThatThrownBy(() -> logins.logIn("creator", "creator-demo", elsewhere))
            .isInstanceOf(LoginRefusedException.class);
      }
      assertThat(log.all())
          .hasSize(5)
          .allMatch(line -> line.startsWith("WARN Refused the demo account creator over SFTP"));
    }
  }

  private static boolean canList(SftpTestClient client) {
    try {
      client.list();
      return true;
    } catch (IOException | RuntimeException ended) {
      return false;
    }
  }

  @SuppressWarnings("unchecked")
  private List<String> auditEntries(String actor) {
    return entities
        .createNativeQuery(
            "select action || ' ' || detail || ' ' || address from audit_entry where actor = ?1 and detail"
                + " like 'SFTP%' and action like 'login%' order by id",
            String.class)
        .setParameter(1, actor)
        .getResultList();
  }
}
