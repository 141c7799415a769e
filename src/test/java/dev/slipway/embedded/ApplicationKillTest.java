package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.relay.ApplicationProcess;
import dev.slipway.embedded.relay.FaultRelay;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApplicationKillTest {
  @Test
  void killsTheProcessOfTheApplicationAndNoOther() throws Exception {
    var argument = "application-" + UUID.randomUUID();
    var application = startProcess(argument);
    var other = startProcess("other");
    try (var relay =
        new FaultRelay(Clock.systemUTC(), InetAddress.getLoopbackAddress(), Duration.ZERO)) {
      relay.allowKill(new ApplicationProcess(argument));
      var url = URI.create("http://127.0.0.1:" + relay.openControl(0, "secret"));
      var control = new RelayControl(url, "secret");

      assertThat(control.start("kill-application")).isEqualTo(200);

      assertThat(application.waitFor(15, SECONDS)).isTrue();
      assertThat(other.isAlive()).isTrue();
      assertThat(control.status().get("observations").findValuesAsText("action"))
          .containsExactly("application-killed");
      assertThat(control.status().get("active").isNull()).as("over at once").isTrue();
    } finally {
      application.destroyForcibly();
      other.destroyForcibly();
    }
  }

  /** A JVM that reads its standard input, which stays open. */
  private static Process startProcess(String argument) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            // Short, because Linux shows only the beginning of a long command line.
            Path.of(Waiting.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            Waiting.class.getName(),
            argument)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The program of the processes. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String... arguments) throws Exception {
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}
