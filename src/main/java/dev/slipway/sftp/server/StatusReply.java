package dev.slipway.sftp.server;

import dev.slipway.sftp.files.SftpStatusException;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemException;
import java.io.UncheckedIOException;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jboss.logging.Logger;

/**
 * What a failed request is answered with. Version 3 of SFTP has few status codes, so most problems
 * have the same one and differ in their text.
 *
 * @param status a constant {@code SSH_FX_…}
 * @param message a text for people; contains nothing internal
 */
record StatusReply(int status, String message) {
  private static final Logger LOG = Logger.getLogger(StatusReply.class);

  static StatusReply of(Throwable failure) {
    if (failure instanceof SftpStatusException refusal) {
      return new StatusReply(refusal.status(), refusal.getMessage());
    }
    if (failure instanceof ProblemException rejection) {
      return of(rejection.toProblem());
    }
    if (failure instanceof BufferException) {
      return new StatusReply(SftpConstants.SSH_FX_BAD_MESSAGE, "The request is incomplete.");
    }
    if (DatabaseUnavailable.isCauseOf(failure)) {
      return of(Problem.of(ErrorCode.DATABASE_UNAVAILABLE, "Try again in a few seconds."));
    }
    if (failure instanceof UncheckedIOException) {
      LOG.errorf("SFTP: there is no space for temporary files: %s", failure.getMessage());
      return of(
          Problem.of(ErrorCode.OVERLOADED, "It has no space for the file. Try again in a minute."));
    }
    LOG.error("A request over SFTP failed", failure);
    return of(Problem.of(ErrorCode.INTERNAL_ERROR, "Try again, or ask the administrator."));
  }

  private static StatusReply of(Problem problem) {
    return new StatusReply(statusOf(problem), problem.title() + ". " + problem.detail());
  }

  private static int statusOf(Problem problem) {
    return switch (problem.status()) {
      case 401, 403 -> SftpConstants.SSH_FX_PERMISSION_DENIED;
      case 404 -> SftpConstants.SSH_FX_NO_SUCH_FILE;
      default -> SftpConstants.SSH_FX_FAILURE;
    };
  }
}
