package dev.slipway.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.slipway.embedded.RelayControl;
import dev.slipway.embedded.relay.ApplicationProcess;
import dev.slipway.embedded.relay.FaultRelay;
import dev.slipway.journey.Journey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An administrator lets the fault lab kill the application, which a supervisor starts again. */
@Tag("faults")
class FaultLabKillTest {
  private static final String TOKEN = "token-of-the-relay";
  private static final long EXIT_TIMEOUT_SECONDS = 60;

  /** Several times the longest pause between two attempts of the page. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final FaultRelay RELAY =
      new FaultRelay(Clock.systemUTC(), InetAddress.getLoopbackAddress(), Duration.ZERO);
  private static final URI CONTROL = openControl();

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of("SLIPWAY_LAB_RELAY_URL", CONTROL.toString(), "SLIPWAY_LAB_RELAY_TOKEN", TOKEN));

  @RegisterExtension
  final Journey journey =
      Journey.at(() -> STACK.replica().origin(), () -> URI.create(STACK.publicStoreUrl()));

  @AfterAll
  static void closeRelay() {
    RELAY.close();
  }

  @Test
  @Tag("quick")
  @Fault("the fault lab kills the application before the first byte of an upload")
  void uploadEndsAfterTheRestart() throws Exception {
    var process = ProcessHandle.of(STACK.replica().pid()).orElseThrow();
    var page = journey.as("admin").page();
    page.navigate("/lab/faults?fault=kill-application");

    page.getByText("Upload a sample").click();
    process.onExit().get(EXIT_TIMEOUT_SECONDS, SECONDS);
    STACK.replica().start();
    retryUntilReady(page);

    assertThat(page.locator(".run [data-part=equal]").textContent())
        .contains("Bytes equal: 4,000,000 bytes with the same SHA-256");
    assertThat(new RelayControl(CONTROL, TOKEN).status().get("observations"))
        .extracting(observation -> observation.get("action").asText())
        .contains("application-killed");
    STACK.reportResult("once; the upload continued after the restart, with equal bytes");
  }

  /** The button may disappear at any moment, so it is pressed by a script. */
  private static void retryUntilReady(Page page) {
    page.waitForFunction(
        """
        () => {
          document.querySelector(".run [data-action=retry]:not([hidden])")?.click();
          return document.querySelector(".run [data-part=equal]")?.textContent.includes("equal");
        }
        """,
        null,
        new Page.WaitForFunctionOptions().setPollingInterval(500).setTimeout(TIMEOUT.toMillis()));
  }

  private static URI openControl() {
    try {
      RELAY.allowKill(new ApplicationProcess(Replica.programArgument()));
      return URI.create("http://127.0.0.1:" + RELAY.openControl(0, TOKEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
