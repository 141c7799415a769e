package dev.slipway.sftp.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.files.TransferLimits.Permit;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TransferLimitsTest {
  private static final String ACCOUNT = "transfer-tester";

  @Inject TransferLimits limits;
  @Inject SftpConfig config;

  private final List<Permit> permits = new ArrayList<>();

  @AfterEach
  void release() {
    permits.forEach(Permit::close);
  }

  @Test
  void limitsTheFilesOfAnAccount() {
    assertThat(countGranted(() -> limits.acquireToWrite(ACCOUNT)))
        .isEqualTo(config.transfersPerAccount());

    permits.remove(0).close();
    assertThat(countGranted(() -> limits.acquireToWrite(ACCOUNT))).isEqualTo(1);
    assertThat(countGranted(() -> limits.acquireToWrite("another-tester"))).isPositive();
  }

  @Test
  void downloadsLeaveHalfOfTheFilesToUploads() {
    var half = config.transfersPerAccount() / 2;

    assertThat(countGranted(() -> limits.acquireToRead(ACCOUNT))).isEqualTo(half);
    assertThat(countGranted(() -> limits.acquireToWrite(ACCOUNT)))
        .isEqualTo(config.transfersPerAccount() - half);
  }

  /** Acquires permits until one is refused, or more than any limit were granted. */
  private int countGranted(Supplier<Permit> acquire) {
    for (var granted = 0; granted <= config.transfers(); granted++) {
      try {
        permits.add(acquire.get());
      } catch (ProblemException refusal) {
        assertThat(refusal.toProblem().code()).isEqualTo("too-many-requests");
        return granted;
      }
    }
    return Integer.MAX_VALUE;
  }
}
