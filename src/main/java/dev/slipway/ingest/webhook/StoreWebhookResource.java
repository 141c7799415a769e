package dev.slipway.ingest.webhook;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.InboxMetrics;
import dev.slipway.ingest.inbox.InboxMetrics.Refusal;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.ingest.senders.PubSubAuthenticator;
import dev.slipway.ingest.senders.SnsAuthenticator;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * Where the store posts its notifications. Whatever is authentic is kept and answered 204, however
 * odd: an error would make the store send it again for ever, and hold back all behind it.
 */
@Tag(name = "Notification Resource")
@Path("/notifications/s3")
@Blocking
@PermitAll
class StoreWebhookResource {
  private static final Logger LOG = Logger.getLogger(StoreWebhookResource.class);
  private static final byte[] UNREAD = {};

  private final EnabledTransports transports;
  private final WebhookToken token;
  private final PubSubAuthenticator pubSub;
  private final SnsAuthenticator sns;
  private final NotificationReceiver intake;
  private final AtomicBoolean refusalSaid = new AtomicBoolean();
  private final InboxMetrics metrics;

  StoreWebhookResource(
      EnabledTransports transports,
      WebhookToken token,
      PubSubAuthenticator pubSub,
      SnsAuthenticator sns,
      NotificationReceiver intake,
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
      @HeaderParam(SnsAuthenticator.MESSAGE_TYPE_HEADER) String snsMessageType,
      @Context HttpServerRequest request,
      InputStream content)
      throws IOException {
    requireWebhook();
    var isKnown = token.matches(authorization) || pubSub.hasAuthenticToken(authorization);
    // A stranger's body is read for one reason alone: its signature is in it.
    var body =
        isKnown || sns.mayBeAuthentic(snsMessageType)
            ? content.readNBytes(NotificationReceiver.MAX_BODY_SIZE + 1)
            : UNREAD;
    if (!isKnown && !sns.isAuthentic(body)) {
      metrics.recordRefusal(Refusal.TOKEN);
      LOG.warnf(
          "A notification without the right token was refused, from %s",
          request.remoteAddress().hostAddress());
      throw new ProblemException(
          ErrorCode.UNAUTHENTICATED, "Send the token that the application is configured with.");
    }
    content.skip(Long.MAX_VALUE);
    intake.receive(body, Transport.WEBHOOK);
  }

  private void requireWebhook() {
    if (transports.includes(Transport.WEBHOOK)) {
      return;
    }
    metrics.recordRefusal(Refusal.TRANSPORT);
    // Once: a store that still posts here tries again every few seconds.
    if (refusalSaid.compareAndSet(false, true)) {
      LOG.warn(
          "A notification was posted and refused: SLIPWAY_NOTIFICATIONS_TRANSPORT does not name"
              + " webhook. Remove the target from the store, or add webhook.");
    }
    throw new ProblemException(ErrorCode.NOT_FOUND, "Notifications are not taken by webhook here.");
  }
}
