package dev.slipway.lab.uploads;

import dev.slipway.account.Role;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.catalogue.VideoView;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.concurrent.TimeUnit;

/**
 * An upload through the application as JSON.
 *
 * @param credential what the client has authenticated with: {@code session} or {@code token}
 * @param account whose roles were checked
 * @param requiredRole the role that the endpoint requires
 * @param receivedBytes of the file, from the client
 * @param sentBytes of the file, to the store
 * @param processorMillis of the worker threads of the application
 */
record UploadReport(
    VideoView video,
    String credential,
    String account,
    String requiredRole,
    long receivedBytes,
    long sentBytes,
    double processorMillis) {
  private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  static UploadReport of(VideoView video, TransferCost cost, SecurityIdentity identity) {
    return new UploadReport(
        video,
        SecurityIdentities.isOfToken(identity) ? "token" : "session",
        identity.getPrincipal().getName(),
        Role.CREATOR_NAME,
        cost.receivedBytes(),
        cost.sentBytes(),
        cost.processorNanos() / NANOS_PER_MILLI);
  }
}
