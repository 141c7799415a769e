package dev.slipway.lab.comparison;

import dev.slipway.account.quota.QuotaView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.lab.comparison.client.Way;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Checks that the installation and the quota have what a run needs. */
@ApplicationScoped
class RunRequirements {
  /** So that a file that is cut has several parts, also over SFTP with its default. */
  private static final int CUT_SIZE = ComparisonRequest.SIZES.get(3);

  private final UploadsConfig uploads;
  private final SftpConfig sftp;
  private final Quotas quotas;

  RunRequirements(UploadsConfig uploads, SftpConfig sftp, Quotas quotas) {
    this.uploads = uploads;
    this.sftp = sftp;
    this.quotas = quotas;
  }

  /** The size of the file whose connection is cut, in bytes. */
  int cutSize(int size) {
    var allowed = uploads.partsFrom().asLongValue() > CUT_SIZE && isAllowed(CUT_SIZE);
    return allowed ? CUT_SIZE : size;
  }

  /** Why a way can't be used here; empty if it can. */
  Optional<String> findObstacle(Way way, int size) {
    if (way == Way.PUT && size >= uploads.partsFrom().asLongValue()) {
      return Optional.of(
          "This installation sends files from %s on in parts."
              .formatted(Formats.exactBytes(uploads.partsFrom().asLongValue())));
    }
    if (way == Way.SFTP && !sftp.isEnabled()) {
      return Optional.of("The SFTP server is switched off. Set SLIPWAY_SFTP_PORT to start it.");
    }
    return Optional.empty();
  }

  /**
   * @throws ProblemException {@code file-too-large}; {@code quota-exceeded}
   */
  void requireRoom(ComparisonRequest request, String account) {
    if (!isAllowed(request.size())) {
      throw new ProblemException(
          ErrorCode.FILE_TOO_LARGE,
          "The largest file here is %s."
              .formatted(Formats.exactBytes(uploads.maxSize().asLongValue())));
    }
    var quota = quotas.viewOf(account);
    var bytes = neededBytes(request.size(), request.maxClients());
    var videos = filesAtOnce(request.maxClients());
    if (!fits(quota, bytes, videos)) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "While it runs, a comparison needs %s and %d videos of your quota. Choose a smaller file, or delete something."
              .formatted(Formats.humanBytes(bytes), videos));
    }
  }

  boolean fits(QuotaView quota, long bytes, int videos) {
    return (quota.bytes() == null || quota.usedBytes() + bytes <= quota.bytes())
        && (quota.videos() == null || quota.usedVideos() + videos <= quota.videos());
  }

  long neededBytes(int size, int clients) {
    return Math.max((long) size * filesAtOnce(clients), cutSize(size));
  }

  /** Files that are stored at the same time: those of the clients, or of the warm-up. */
  static int filesAtOnce(int clients) {
    return Math.max(clients, RunSteps.WARM_UP_FILES);
  }

  private boolean isAllowed(int size) {
    return size <= uploads.maxSize().asLongValue();
  }
}
