package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/**
 * Rejects requests whose end or host a proxy could understand in another way than this server. With
 * such a request, an attacker smuggles a second one past the proxy. Netty rejects contradictory and
 * repeated Content-Length headers before this.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.1">RFC 9112, message body</a>
 */
final class MessageFraming {
  private static final String CHUNKED = "chunked";

  private MessageFraming() {}

  static Optional<Problem> problemOf(HttpServerRequest request) {
    if (hasSeveralHosts(request)) {
      return Optional.of(Problem.of(ErrorCode.INVALID_REQUEST, "Send one Host header."));
    }
    var codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return Optional.empty();
    }
    if (request.version() == HttpVersion.HTTP_1_0) {
      return Optional.of(
          Problem.of(ErrorCode.INVALID_REQUEST, "HTTP/1.0 has no Transfer-Encoding."));
    }
    return codings.size() == 1 && CHUNKED.equalsIgnoreCase(codings.get(0).strip())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                ErrorCode.TRANSFER_CODING_UNSUPPORTED,
                "Send the body chunked or with a Content-Length."));
  }

  /** {@link HostCheck} rejects several hosts of HTTP/1.1. */
  private static boolean hasSeveralHosts(HttpServerRequest request) {
    var hosts = request.headers().getAll(HttpHeaders.HOST);
    return request.version() == HttpVersion.HTTP_2
        && (hosts.size() > 1 || !hosts.isEmpty() && !hosts.get(0).equalsIgnoreCase(request.host()));
  }
}
