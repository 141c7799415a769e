package dev.slipway.ingest;

import dev.slipway.ingest.InboxMetrics.Refusal;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Where the store posts its notifications. Whatever is authentic is kept and answered 204, however
 * odd: an error would make the store send it again for ever, and hold back all behind it.
 */
@Path("/notifications/s3")
@Blocking
@PermitAll
class NotificationResource {
  private static final Logger LOG = Logger.getLogger(NotificationResource.class);
  private static final byte[] UNREAD = {};

  private final Transports transports;
  private final NotificationToken token;
  private final PubSubSender pubSub;
  private final SnsSender sns;
  private final Intake intake;
  private final AtomicBoolean refusalSaid = new AtomicBoolean();
  private final InboxMetrics metrics;

  NotificationResource(
      Transports transports,
      NotificationToken token,
      PubSubSender pubSub,
      SnsSender sns,
      Intake intake,
      InboxMetrics metrics) {
    this.metrics = metrics;
    this.transports = transports;
    this.token = token;
    this.pubSub = pubSub;
    this.sns = sns;
    this.intake = intake;
  }

  /** Keeps a notification. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public void receive(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @HeaderParam(SnsSender.MESSAGE_TYPE) String snsMessageType,
      @Context HttpServerRequest request,
      InputStream content)
      throws IOException {
    requireWebhook();
    var isKnown = token.isIn(authorization) || pubSub.isIn(authorization);
    // A stranger's body is read for one reason alone: its signature is in it.
    var body =
        isKnown || sns.maySend(snsMessageType) ? content.readNBytes(Intake.LARGEST + 1) : UNREAD;
    if (!isKnown && !sns.isAuthentic(body)) {
      metrics.refused(Refusal.TOKEN);
      LOG.warnf(
          "A notification without the right token was refused, from %s",
          request.remoteAddress().hostAddress());
      throw new ProblemException(
          ErrorCode.UNAUTHENTICATED, "Send the token that the application is configured with.");
    }
    content.skip(Long.MAX_VALUE);
    intake.take(body, Transport.WEBHOOK);
  }

  private void requireWebhook() {
    if (transports.include(Transport.WEBHOOK)) {
      return;
    }
    metrics.refused(Refusal.TRANSPORT);
    // Once: a store that still posts here tries again every few seconds.
    if (refusalSaid.compareAndSet(false, true)) {
      LOG.warn(
          "A notification was posted and refused: SLIPWAY_NOTIFICATIONS_TRANSPORT does not name"
              + " webhook. Remove the target from the store, or add webhook.");
    }
    throw new ProblemException(ErrorCode.NOT_FOUND, "Notifications are not taken by webhook here.");
  }
}
