package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archive for machines without Docker agrees with the code and with its installation guide. */
class ArchiveTest {
  private static final Path DIRECTORY = Path.of("deploy", "archive");
  private static final Pattern VARIABLE =
      Pattern.compile("^(?:#|Environment=)?([A-Z][A-Z_]+)=", Pattern.MULTILINE);
  private static final Pattern CREDENTIAL =
      Pattern.compile("^Environment=\\w+_FILE=%d/secrets_(.*)$", Pattern.MULTILINE);
  private static final Pattern PACKED =
      Pattern.compile("<(?:directory|source)>([^<$]+)<", Pattern.MULTILINE);

  @Test
  void setsOnlyKnownVariables() throws IOException {
    var variables =
        Stream.concat(
                findAll("slipway.env", VARIABLE).stream(),
                findAll("slipway.service", VARIABLE).stream())
            .filter(variable -> !variable.equals("JDK_JAVA_OPTIONS"))
            .toList();

    assertThat(variables)
        .hasSizeGreaterThan(10)
        .allSatisfy(variable -> assertThat(Setting.known()).contains(variable));
  }

  @Test
  void installationGuideNamesEverySecret() throws IOException {
    var secrets = findAll("slipway.service", CREDENTIAL);
    var guide = Files.readString(DIRECTORY.resolve("INSTALL.md"));

    assertThat(secrets).hasSize(6).allSatisfy(secret -> assertThat(guide).contains(secret));
  }

  /** {@code unshare -U -n -p}, with which the sandbox starts ffprobe. */
  @Test
  void unitAllowsTheNamespacesOfTheSandbox() throws IOException {
    assertThat(Files.readAllLines(DIRECTORY.resolve("slipway.service")))
        .contains("RestrictNamespaces=user net pid");
    assertThat(Files.readString(Path.of("src/main/java/dev/slipway/media/sandbox/Isolation.java")))
        .contains(
            "USER_NAMESPACE(List.of(\"-U\", \"-n\", \"-p\", \"-f\", \"--kill-child\", \"--\"))");
  }

  @Test
  void packsOnlyExistingFiles() throws IOException {
    assertThat(findAll("archive.xml", PACKED))
        .hasSizeGreaterThan(4)
        .allSatisfy(path -> assertThat(Path.of(path)).exists());
    assertThat(DIRECTORY.resolve("slipway")).isExecutable();
  }

  private static List<String> findAll(String file, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(DIRECTORY.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
