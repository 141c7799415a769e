package dev.slipway.lab.comparison.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.SampleClip;
import dev.slipway.testing.Eventually;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ClientGroupTest {
  @Test
  void leavesNoThreadIfTheSftpClientDoesNotStart() {
    var target = new HttpTarget(URI.create("http://127.0.0.1:9"));
    var withoutSftp =
        new ClientSettings(target, "localhost", "", null, "creator", "", null, () -> false);
    var file = new ClientFile(SampleClip.minSize());

    assertThatThrownBy(() -> new ClientGroup(Way.SFTP, 1, withoutSftp, file, "test-", 1))
        .isInstanceOf(IllegalStateException.class);

    Eventually.holds("the thread has ended", () -> !clientRuns());
  }

  private static boolean clientRuns() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("lab-client-sftp"));
  }
}
