package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The compose file has safe defaults, and {@code .env.example} explains each of its variables. */
class ComposeTest {
  private static final Path COMPOSE = Path.of("docker-compose.yml");
  private static final Path EXAMPLE = Path.of(".env.example");

  /** A variable with its default, which may itself contain a variable. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+):-((?:[^{}]|\\$\\{[^}]*\\})*)\\}");

  private static final Pattern EXAMPLE_LINE =
      Pattern.compile("^#(SLIPWAY_[A-Z_]+)=(.*)$", Pattern.MULTILINE);

  /** A variable without a value, which is passed on as it is in {@code .env}. */
  private static final Pattern PASSED_ON =
      Pattern.compile("^ +(SLIPWAY_[A-Z_]+):$", Pattern.MULTILINE);

  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `(SLIPWAY_[A-Z_]+)`(?: †)? \\| ?(.*?) ?\\|", Pattern.MULTILINE);

  private static final Pattern IMAGE = Pattern.compile("image: (?:&\\S+ )?\\$\\{\\w+:-([^}]+)\\}");
  private static final Pattern ANY_IMAGE = Pattern.compile("image: (.*)");
  private static final Pattern SECRET =
      Pattern.compile(
          "^ *\\w*(?:PASSWORD|SECRET|SECRET_KEY|METADATA_KEY|PREVIOUS_KEYS|TOKEN): (.*)$",
          Pattern.MULTILINE);
  private static final Pattern PORT = Pattern.compile("^ +- (\\S+):\\S+:\\d+$", Pattern.MULTILINE);

  @Test
  void exampleListsEveryVariableWithItsDefault() throws IOException {
    var expected = variables(COMPOSE, VARIABLE);
    expected.putAll(passedOn());

    assertThat(variables(EXAMPLE, EXAMPLE_LINE)).isEqualTo(expected);
  }

  /** The program's default applies to a variable that is passed on and not set. */
  private static Map<String, String> passedOn() throws IOException {
    var documented = variables(Path.of("docs/configuration.md"), DOCUMENTED);
    var names = findAll(COMPOSE, PASSED_ON);
    assertThat(names).hasSizeGreaterThan(10).allMatch(documented::containsKey);
    return names.stream()
        .collect(Collectors.toMap(name -> name, name -> literal(documented.get(name))));
  }

  /** Empty for a default that is not a value, such as a link to a list. */
  private static String literal(String cell) {
    return cell.matches("`[^`]*`") ? cell.substring(1, cell.length() - 1) : "";
  }

  @Test
  void pinsThirdPartyImages() throws IOException {
    assertThat(findAll(COMPOSE, ANY_IMAGE))
        .isNotEmpty()
        .allMatch(image -> image.matches("(\\*|&|\\$\\{).*"));
    assertThat(findAll(COMPOSE, IMAGE))
        .filteredOn(image -> !image.startsWith("slipway"))
        .isNotEmpty()
        .allMatch(image -> image.matches(".+:.*\\d.*"));
  }

  @Test
  void publishesPortsOnLoopbackOnly() throws IOException {
    assertThat(findAll(COMPOSE, PORT))
        .hasSize(10)
        .allMatch(port -> port.startsWith("127.0.0.1:") || port.contains(":-127.0.0.1}:"));
  }

  @Test
  @Asvs({"13.2.3", "13.3.1"})
  void containsNoSecret() throws IOException {
    assertThat(variables(COMPOSE, VARIABLE).entrySet())
        .filteredOn(variable -> variable.getKey().matches(".*(PASSWORD|SECRET|METADATA|TOKEN).*"))
        .hasSizeGreaterThan(3)
        .allMatch(variable -> variable.getValue().isEmpty());
    assertThat(findAll(COMPOSE, SECRET))
        .hasSize(8)
        .allMatch(value -> value.startsWith("${") || value.equals("\"\""));
  }

  private static Map<String, String> variables(Path file, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .collect(
            Collectors.toMap(
                match -> match.group(1),
                ComposeTest::defaultOf,
                (first, second) -> second.length() > first.length() ? second : first,
                TreeMap::new));
  }

  /** The default as it is if no variable is set. */
  private static String defaultOf(MatchResult match) {
    return VARIABLE.matcher(match.group(2)).replaceAll("$2");
  }

  private static List<String> findAll(Path file, Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
  }
}
