package dev.slipway.catalogue.live;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.validity.LongResponseLogins;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.SharedAccess.Grant;
import dev.slipway.web.limits.LongResponse;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Live changes as server-sent events. */
@Path("/api/changes")
@Blocking
class ChangeResource {
  /** After which a client that was disconnected tries again. */
  private static final Duration RECONNECT_DELAY = Duration.ofSeconds(3);

  private final ChangeFeed feed;
  private final Videos videos;
  private final CurrentAccount caller;
  private final LongResponseLogins logins;
  private final Sse sse;

  ChangeResource(
      ChangeFeed feed, Videos videos, CurrentAccount caller, LongResponseLogins logins, Sse sse) {
    this.feed = feed;
    this.videos = videos;
    this.caller = caller;
    this.logins = logins;
    this.sse = sse;
  }

  /**
   * Follows what happens to the videos that the caller may list: events named {@code video} with
   * {@code {"id", "change": "added" | "updated" | "removed" | "processing", "status"}}. The first
   * message only tells the number of the latest change. A client that sends the number of the last
   * message that it has as {@code Last-Event-ID} gets everything after it from any replica; if that
   * is no longer kept, it gets the event {@code reset} and should load what it shows again. The
   * response ends after some minutes; clients continue with another request.
   *
   * @param video follows only this video, which may be an unlisted one, until the caller can no
   *     longer see it
   * @param after the same as Last-Event-ID, for the first request of a page
   * @throws ProblemException {@code not-found}; {@code invalid-request}; {@code too-many-requests}
   */
  @GET
  @PermitAll
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "A stream of events",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  public Multi<OutboundSseEvent> follow(
      @QueryParam("video") String video,
      @QueryParam("after") String after,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @Context RoutingContext context) {
    var followed = video == null ? null : videos.requireVisible(video);
    var grant = followed == null ? null : grantOf(followed);
    var number = parse(lastEventId == null || lastEventId.isEmpty() ? after : lastEventId);
    var address = caller.address().network();
    feed.requireRoom(address);
    // Proxies that collect responses before they pass them on would delay the events.
    context.response().putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
    if (context.request().method() == HttpMethod.HEAD) {
      return Multi.createFrom().empty();
    }
    var client =
        new ChangeListener.Client(
            new ChangeFilter(
                caller.toCaller(), followed == null ? null : followed.id(), grant != null),
            logins.ofCurrentRequest(),
            grant,
            address,
            LongResponse.begin(context));
    var events = feed.open(client, number);
    return Multi.createFrom().publisher(events).map(this::toMessage);
  }

  /** Null if the caller may follow the video without a share link. */
  private String grantOf(Video followed) {
    return videos.findRequiredGrant(followed).map(Grant::id).orElse(null);
  }

  private OutboundSseEvent toMessage(LiveEvent event) {
    var message =
        sse.newEventBuilder()
            .id(Long.toString(event.number()))
            .reconnectDelay(RECONNECT_DELAY.toMillis());
    return event.name() == null
        ? message.comment("latest").build()
        : message
            .name(event.name())
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, event.data())
            .build();
  }

  private static Long parse(String number) {
    if (number == null || number.isEmpty()) {
      return null;
    }
    try {
      var parsed = Long.parseLong(number);
      if (parsed >= 0) {
        return parsed;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "'Last-Event-ID' or 'after' must be the number of a change. Leave it out to begin now.");
  }
}
