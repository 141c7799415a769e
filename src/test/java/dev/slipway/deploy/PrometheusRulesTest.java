package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks configuration and alert rules with Prometheus's own promtool, if it is installed. */
class PrometheusRulesTest {
  private static final Path DIRECTORY = Path.of("deploy/monitoring");
  private static final String PROMTOOL = "promtool";
  private static final int TIMEOUT_MINUTES = 2;

  @BeforeEach
  void assumePromtool() {
    assumeTrue(SystemPath.find(PROMTOOL).isPresent(), "There is no promtool on the path");
  }

  @Test
  void configurationIsValid() throws Exception {
    assertThat(run("check", "config", "prometheus.yml")).contains("SUCCESS");
  }

  @Test
  void rulesAreValid() throws Exception {
    assertThat(run("check", "rules", "--lint=all", "--lint-fatal", "alerts.yml"))
        .contains("SUCCESS");
  }

  @Test
  void alertsFireOnTime() throws Exception {
    assertThat(run("test", "rules", "alerts-test.yml")).contains("SUCCESS");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of(PROMTOOL), Stream.of(arguments)).toList();
    var process = start(command);
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(DIRECTORY.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
