package dev.slipway.ingest;

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
import java.util.Arrays;
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
  private static final String TRANSPORT = "webhook";

  /** A notification has one to two kilobytes; a thousand records would fit. */
  private static final int LARGEST = 1024 * 1024;

  private static final int BEGINNING = 64 * 1024;
  private static final byte[] UNREAD = {};

  private final NotificationToken token;
  private final SnsSender sns;
  private final Inbox inbox;
  private final InboxWorker worker;

  NotificationResource(NotificationToken token, SnsSender sns, Inbox inbox, InboxWorker worker) {
    this.token = token;
    this.sns = sns;
    this.inbox = inbox;
    this.worker = worker;
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
    var hasToken = token.isIn(authorization);
    // A stranger's body is read for one reason alone: its signature is in it.
    var body = hasToken || sns.maySend(snsMessageType) ? content.readNBytes(LARGEST + 1) : UNREAD;
    if (!hasToken && !sns.isAuthentic(body)) {
      LOG.warnf(
          "A notification without the right token was refused, from %s",
          request.remoteAddress().hostAddress());
      throw new ProblemException(
          ErrorCode.UNAUTHENTICATED, "Send the token that the application is configured with.");
    }
    if (body.length > LARGEST) {
      var drained = content.skip(Long.MAX_VALUE);
      LOG.warnf("A notification of over %d bytes is dead", LARGEST + drained);
      inbox.bury(Arrays.copyOf(body, BEGINNING), TRANSPORT, "It is larger than 1 MiB");
      return;
    }
    worker.wake(inbox.receive(body, TRANSPORT));
  }
}
