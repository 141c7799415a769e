package dev.slipway.embedded;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Rejects a request with {@code x-amz-} headers that its signature does not cover, as S3 does,
 * without exception. S3Proxy obeys them, so a URL for a PUT could copy any object, or publish its
 * own to everyone with an access control list.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Authenticating
 *     requests: canonical headers</a>
 */
final class UnsignedHeaderHandler extends Handler.Wrapper {
  private static final String VENDOR_PREFIX = "x-amz-";
  private static final String SIGNED_HEADERS_PARAMETER = "X-Amz-SignedHeaders";
  private static final Pattern SIGNED_HEADERS = Pattern.compile("SignedHeaders=([^,\\s]*)");
  private static final int FORBIDDEN = 403;
  private static final String RESPONSE =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>There"
          + " were headers present in the request which were not signed</Message>"
          + "<HeadersNotSigned>%s</HeadersNotSigned></Error>";

  private UnsignedHeaderHandler(Handler next) {
    super(next);
  }

  /** Installs the handler in a server that has not started yet. */
  static void install(S3Proxy proxy) {
    var server = serverOf(proxy);
    server.setHandler(new UnsignedHeaderHandler(server.getHandler()));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var unsigned = findUnsigned(request);
    if (unsigned.isEmpty()) {
      return super.handle(request, response, callback);
    }
    response.setStatus(FORBIDDEN);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    // Header names are tokens, which contain no character that XML reserves but '&' and '\''.
    var names = String.join(", ", unsigned).replace("&", "&amp;");
    Content.Sink.write(response, true, RESPONSE.formatted(names), callback);
    return true;
  }

  private static Set<String> findUnsigned(Request request) {
    var unsigned = new TreeSet<String>();
    for (var header : request.getHeaders().getFieldNamesCollection()) {
      var name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith(VENDOR_PREFIX)) {
        unsigned.add(name);
      }
    }
    if (!unsigned.isEmpty()) {
      unsigned.removeAll(findSigned(request));
    }
    return unsigned;
  }

  /**
   * The names that every signature of the request covers: S3Proxy chooses which one of a request
   * with several it verifies.
   */
  private static Set<String> findSigned(Request request) {
    Set<String> signed = null;
    var inQuery = Request.extractQueryParameters(request).getValues(SIGNED_HEADERS_PARAMETER);
    for (var list : inQuery == null ? List.<String>of() : inQuery) {
      signed = intersect(signed, list);
    }
    for (var header : request.getHeaders().getFields(HttpHeader.AUTHORIZATION)) {
      var list = SIGNED_HEADERS.matcher(header.getValue());
      signed = intersect(signed, list.find() ? list.group(1) : "");
    }
    return signed == null ? Set.of() : signed;
  }

  private static Set<String> intersect(Set<String> names, String list) {
    var both = new HashSet<>(List.of(list.split(";")));
    if (names != null) {
      both.retainAll(names);
    }
    return both;
  }

  /** By reflection, because S3Proxy offers no access to its server. */
  private static Server serverOf(S3Proxy proxy) {
    try {
      var field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      return (Server) field.get(proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This version of S3Proxy is not supported", e);
    }
  }
}
