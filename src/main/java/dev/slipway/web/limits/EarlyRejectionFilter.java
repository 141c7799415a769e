package dev.slipway.web.limits;

import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers the requests that {@link RequestBodyReader} rejects, when the response has its security
 * and CORS headers.
 */
@ApplicationScoped
class EarlyRejectionFilter {
  /** After the filters that add headers, before a request takes a place. */
  private static final int PRIORITY = 272;

  private static final long NO_ERROR = 0;
  private static final String REJECTION = EarlyRejectionFilter.class.getName();

  void register(@Observes Filters filters) {
    filters.register(this::answer, PRIORITY);
  }

  /** Lets the filter answer the request with this problem. */
  static void reject(RoutingContext context, Problem problem) {
    context.put(REJECTION, problem);
  }

  /**
   * Closes the connection after the response, also if the rest of the body is not read, and ignores
   * the requests behind this one. HTTP/2 ends only the stream, because other requests share its
   * connection.
   */
  static void closeAfterResponse(RoutingContext context) {
    var request = context.request();
    if (request.version() == HttpVersion.HTTP_2) {
      context.addEndHandler(
          done -> {
            if (!request.isEnded()) {
              request.response().reset(NO_ERROR);
            }
          });
      return;
    }
    PipeliningLimit.ignoreFurtherRequests(request);
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(done -> LingeringClose.afterFlush(connection(request)));
  }

  /** Ends the request, with what is sent of the response. Runs on its event loop. */
  static void disconnect(HttpServerRequest request) {
    var context = connection(request).channelHandlerContext();
    if (request.version() != HttpVersion.HTTP_2) {
      // The connection itself would first wait until everything that is written is sent.
      context.close();
    } else if (request.response().ended()) {
      // Vert.x does not reset a stream whose response is written, even if it is not sent.
      var handler = (Http2ConnectionHandler) context.handler();
      var cancel = Http2Error.CANCEL.code();
      handler.resetStream(context, request.streamId(), cancel, context.newPromise());
      context.flush();
    } else {
      request.response().reset();
    }
  }

  private static ConnectionBase connection(HttpServerRequest request) {
    return (ConnectionBase) request.connection();
  }

  private void answer(RoutingContext context) {
    Problem rejection = context.get(REJECTION);
    if (rejection == null) {
      context.next();
      return;
    }
    closeAfterResponse(context);
    ProblemResponse.send(context, rejection);
  }
}
