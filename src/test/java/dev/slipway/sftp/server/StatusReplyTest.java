package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sftp.files.SftpStatusException;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.testing.CapturedLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.junit.jupiter.api.Test;

class StatusReplyTest {
  @Test
  void answersProblemsWithTheirText() {
    assertThat(StatusReply.of(new ProblemException(ErrorCode.QUOTA_EXCEEDED, "Delete a video.")))
        .isEqualTo(
            new StatusReply(SftpConstants.SSH_FX_FAILURE, "The quota is used up. Delete a video."));
    assertThat(StatusReply.of(new ProblemException(ErrorCode.NOT_FOUND, "None.")).status())
        .isEqualTo(SftpConstants.SSH_FX_NO_SUCH_FILE);
    assertThat(StatusReply.of(new ProblemException(ErrorCode.FORBIDDEN, "No.")).status())
        .isEqualTo(SftpConstants.SSH_FX_PERMISSION_DENIED);
    assertThat(StatusReply.of(new StoreUnavailableException()).message())
        .contains("The object store is unavailable");
    assertThat(StatusReply.of(new SftpStatusException(SftpConstants.SSH_FX_OP_UNSUPPORTED, "No.")))
        .isEqualTo(new StatusReply(SftpConstants.SSH_FX_OP_UNSUPPORTED, "No."));
  }

  @Test
  void revealsNothingInternal() {
    try (var log = CapturedLog.of(StatusReply.class.getName())) {
      assertThat(StatusReply.of(new IllegalStateException("secret")).message())
          .contains("Something went wrong")
          .doesNotContain("secret");
      assertThat(log.all()).hasSize(1);
    }
    assertThat(StatusReply.of(new IllegalStateException(new SQLException("x", "57P01"))).message())
        .contains("The database is unavailable");
    assertThat(
            StatusReply.of(new UncheckedIOException(new IOException("/tmp/x is full"))).message())
        .contains("It has no space")
        .doesNotContain("/tmp");
  }

  @Test
  void doesNotLogMalformedRequests() {
    try (var log = CapturedLog.of(StatusReply.class.getName())) {
      assertThat(StatusReply.of(new BufferException("Underflow")).status())
          .isEqualTo(SftpConstants.SSH_FX_BAD_MESSAGE);
      assertThat(log.all()).isEmpty();
    }
  }
}
