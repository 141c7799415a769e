package dev.slipway.sftp.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import dev.slipway.testing.SystemPath;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH's own client, if this machine has it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OpenSshClientTest {
  private static final int MIB = 1 << 20;
  private static final long TIMEOUT_SECONDS = 60;

  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @TempDir Path directory;

  private final String name = UUID.randomUUID() + ".mp4";

  @BeforeEach
  void requireClient() {
    Assumptions.assumeTrue(
        SystemPath.find("sftp").isPresent(), "sftp of the package openssh-client is missing");
  }

  @Test
  void putsListsGetsAndRemovesFiles() throws Exception {
    var bytes = Mp4Header.bytes(20 * MIB, 1);
    var file = Files.write(directory.resolve(name), bytes);

    var output =
        sftp("put -p " + file, "ls -l", "get %s copy.mp4".formatted(name), "rm " + name, "ls");

    assertThat(output.text()).contains("20971520").contains("creator");
    assertThat(output.status()).isZero();
    assertThat(Files.readAllBytes(directory.resolve("copy.mp4"))).isEqualTo(bytes);
    assertThat(output.text().substring(output.text().lastIndexOf("sftp> ls"))).doesNotContain(name);
  }

  @Test
  void continuesAnUnfinishedFile() throws Exception {
    var bytes = Mp4Header.bytes(40 * MIB, 2);
    var file = Files.write(directory.resolve(name), bytes);
    try (var client = SftpTestClient.as("creator", port)) {
      var modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
      client.sftp().write(client.sftp().open(name, modes), 0, bytes, 0, 35 * MIB);
      client.cut();
    }

    var output = sftp("reput " + file);

    assertThat(output.status()).as(output.text()).isZero();
    try (var client = SftpTestClient.as("creator", port)) {
      assertThat(client.get(name)).isEqualTo(bytes);
    }
    var video =
        ApiClient.as("creator")
            .request()
            .get("/api/videos?owner=creator")
            .jsonPath()
            .getMap("items.find { it.fileName == '%s' }".formatted(name));
    assertThat(video.get("status")).isEqualTo("READY");
  }

  @Test
  void explainsRefusals() throws Exception {
    var text = Files.writeString(directory.resolve("notes.txt"), "notes");

    assertThat(sftp("put " + text).text()).contains("The name of the file must end with one of");
    assertThat(sftp("mkdir videos").text()).contains("There is only one directory");
    assertThat(sftp("rename a.mp4 b.mp4").text()).contains("Change the title of the video");
    assertThat(sftp("ln -s a.mp4 b.mp4").text()).contains("There are no links");
  }

  @Test
  void explainsRefusedLogins() throws Exception {
    assertThat(logIn("viewer", "viewer-demo").text())
        .contains("This account may not upload. Ask an administrator for the role creator.")
        .contains("Permission denied");
    assertThat(logIn("creator", "wrong").text())
        .contains("Log in with the name of an account that may upload")
        .contains("Permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void logsInWithAPublicKeyUntilItIsRemoved(String type) throws Exception {
    var creator = ApiClient.as("creator");
    var id = addKey(creator, "key", type);
    var bytes = Mp4Header.bytes(1_000, 5);
    var file = Files.write(directory.resolve(name), bytes);

    var output = sftpWithKey("key", "creator", "put " + file, "ls -l");

    assertThat(output.status()).as(output.text()).isZero();
    assertThat(output.text()).contains(name);
    var keys = creator.request().get("/api/me/ssh-keys").jsonPath();
    assertThat(keys.getString("find { it.id == '%s' }.lastUsedAt".formatted(id))).isNotNull();
    assertThat(sftpWithKey("key", "creator2", "ls").text()).contains("Permission denied");

    creator.request().delete("/api/me/ssh-keys/{id}", id).then().statusCode(204);
    var refused = sftpWithKey("key", "creator", "ls");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.text()).contains("Permission denied");
  }

  /** Knowing the public key of an account is not enough. */
  @Test
  void aPublicKeyWithoutItsPrivateKeyOpensNothing() throws Exception {
    var creator = ApiClient.as("creator");
    var id = addKey(creator, "key", "ed25519");
    keygen("other", "ed25519");
    // The client offers one key, and signs with another.
    Files.copy(
        directory.resolve("key.pub"),
        directory.resolve("other.pub"),
        StandardCopyOption.REPLACE_EXISTING);

    var output = sftpWithKey("other", "creator", "ls");

    assertThat(output.status()).isNotZero();
    creator.request().delete("/api/me/ssh-keys/{id}", id).then().statusCode(204);
  }

  @Test
  void offersSeveralKeysBeforeThePassword() throws Exception {
    var options = new ArrayList<String>();
    for (var i = 0; i < 8; i++) {
      keygen("key" + i, "ed25519");
      options.add("-i");
      options.add("key" + i);
    }
    var batch = Files.writeString(directory.resolve("batch"), "ls");
    options.addAll(
        List.of("-b", batch.toString(), "-P", Integer.toString(port), "creator@127.0.0.1"));

    var output = run("sftp", options.toArray(String[]::new));

    assertThat(output.status()).as(output.text()).isZero();
  }

  private String addKey(ApiClient account, String file, String type) throws Exception {
    keygen(file, type);
    return account
        .request()
        .contentType("application/json")
        .body(Map.of("publicKey", Files.readString(directory.resolve(file + ".pub"))))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private void keygen(String file, String type) throws Exception {
    var command = List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file);
    var process = new ProcessBuilder(command).directory(directory.toFile()).start();
    assertThat(process.waitFor(TIMEOUT_SECONDS, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Output sftpWithKey(String file, String account, String... commands) throws Exception {
    var batch = Files.write(directory.resolve("batch"), List.of(commands));
    return run(
        "sftp",
        "-oPasswordAuthentication=no",
        "-oIdentitiesOnly=yes",
        "-i",
        file,
        "-b",
        batch.toString(),
        "-P",
        Integer.toString(port),
        account + "@127.0.0.1");
  }

  @Test
  void scpCopiesAFileThroughSftpOnly() throws Exception {
    var bytes = Mp4Header.bytes(1_000, 3);
    var file = Files.write(directory.resolve(name), bytes);

    assertThat(scp("-s", file.toString(), "creator@127.0.0.1:/").status()).isZero();
    var legacy = scp("-O", file.toString(), "creator@127.0.0.1:/other-" + name);

    assertThat(legacy.status()).isNotZero();
    assertThat(legacy.text()).contains("exec request failed");
    try (var client = SftpTestClient.as("creator", port)) {
      assertThat(client.get(name)).isEqualTo(bytes);
      assertThat(client.list()).doesNotContain("other-" + name);
    }
  }

  private Output sftp(String... commands) throws Exception {
    var batch = Files.write(directory.resolve("batch"), List.of(commands));
    return run("sftp", "-b", batch.toString(), "-P", Integer.toString(port), "creator@127.0.0.1");
  }

  private Output logIn(String account, String password) throws Exception {
    Files.writeString(Path.of(passwordScript()), "#!/bin/sh\necho %s\n".formatted(password));
    return run(
        "sftp",
        "-oNumberOfPasswordPrompts=1",
        "-P",
        Integer.toString(port),
        account + "@127.0.0.1");
  }

  private Output scp(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("-P", Integer.toString(port)));
    command.addAll(Arrays.asList(arguments));
    return run("scp", command.toArray(String[]::new));
  }

  private Output run(String program, String... arguments) throws Exception {
    // A batch allows passwords only if this comes before the option for the batch.
    var command =
        new ArrayList<>(
            List.of(
                program,
                "-oBatchMode=no",
                "-oStrictHostKeyChecking=no",
                "-oUserKnownHostsFile=/dev/null",
                "-oLogLevel=INFO"));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("SSH_ASKPASS", passwordScript());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    builder.environment().put("HOME", directory.toString());
    var log = directory.resolve("output");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    var process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, SECONDS)).isTrue();
      return new Output(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Answers the question for the password. */
  private String passwordScript() throws IOException {
    var script = directory.resolve("password");
    if (!Files.exists(script)) {
      Files.writeString(script, "#!/bin/sh\necho creator-demo\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    return script.toString();
  }

  private record Output(int status, String text) {}
}
