package dev.slipway.ingest.webhook;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.ingest.senders.PubSubAuthenticator;
import dev.slipway.ingest.senders.SnsAuthenticator;
import dev.slipway.ingest.webhook.WebhookMetrics.Rejection;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.LogLimit;
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
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.logging.Logger;

/**
 * The endpoint to which the store posts its notifications. Every authentic request is stored and
 * answered 204, whatever its content: after an error response the store would send it again
 * indefinitely, and deliver no later event meanwhile.
 */
@Tags(refs = "Notification Resource")
@Path("/notifications/s3")
@Blocking
class StoreWebhookResource {
  private static final Logger LOG = Logger.getLogger(StoreWebhookResource.class);
  private static final byte[] UNREAD_BODY = {};

  private final EnabledTransports transports;
  private final WebhookToken token;
  private final PubSubAuthenticator pubSub;
  private final SnsAuthenticator sns;
  private final NotificationReceiver receiver;
  private final WebhookMetrics metrics;
  private final LogLimit logLimit;
  private final AtomicBoolean isRejectionLogged = new AtomicBoolean();

  StoreWebhookResource(
      EnabledTransports transports,
      WebhookToken token,
      PubSubAuthenticator pubSub,
      SnsAuthenticator sns,
      NotificationReceiver receiver,
      WebhookMetrics metrics,
      Clock clock) {
    this.transports = transports;
    this.token = token;
    this.pubSub = pubSub;
    this.sns = sns;
    this.receiver = receiver;
    this.metrics = metrics;
    this.logLimit = LogLimit.forLines(clock);
  }

  /** Stores a notification. The sender authenticates by a token or a signature of its own. */
  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public void receive(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @HeaderParam(SnsAuthenticator.MESSAGE_TYPE_HEADER) String snsMessageType,
      @Context HttpServerRequest request,
      InputStream content)
      throws IOException {
    requireWebhook();
    var hasToken = token.matches(authorization) || pubSub.hasAuthenticToken(authorization);
    // Without a token, the body is read only if its signature can authenticate it.
    var body =
        hasToken || sns.mayBeAuthentic(snsMessageType)
            ? content.readNBytes(NotificationReceiver.MAX_BODY_SIZE + 1)
            : UNREAD_BODY;
    if (!hasToken && !sns.isAuthentic(body)) {
      metrics.recordRejection(Rejection.TOKEN);
      logForgery(ClientAddress.of(request));
      throw new ProblemException(
          ErrorCode.UNAUTHENTICATED, "Send the notification token of this application.");
    }
    content.skip(Long.MAX_VALUE);
    receiver.receive(body, Transport.WEBHOOK);
  }

  private void requireWebhook() {
    if (transports.includes(Transport.WEBHOOK)) {
      return;
    }
    metrics.recordRejection(Rejection.TRANSPORT);
    // Logged once, because a store that still posts here retries every few seconds.
    if (isRejectionLogged.compareAndSet(false, true)) {
      LOG.warn(
          "A notification by webhook was rejected, because SLIPWAY_NOTIFICATIONS_TRANSPORT does not"
              + " contain webhook. Remove the target from the store, or add webhook.");
    }
    throw new ProblemException(
        ErrorCode.NOT_FOUND, "This application does not accept notifications by webhook.");
  }

  private void logForgery(ClientAddress address) {
    if (logLimit.tryAcquire(address)) {
      LOG.warnf(
          "A notification from %s was rejected, because it has no valid token or signature",
          address.text());
    }
  }
}
