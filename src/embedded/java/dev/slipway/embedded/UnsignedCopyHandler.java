package dev.slipway.embedded;

import java.util.Arrays;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Rejects a request with a pre-signed URL whose {@code x-amz-copy-source} header is not signed, as
 * S3 does. S3Proxy accepts it, so a URL for a PUT could copy any object.
 */
final class UnsignedCopyHandler extends Handler.Wrapper {
  private static final String COPY_SOURCE = "x-amz-copy-source";
  private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  private static final int FORBIDDEN = 403;
  private static final String RESPONSE =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>There"
          + " were headers present in the request which were not signed</Message></Error>";

  private UnsignedCopyHandler(Handler next) {
    super(next);
  }

  /** Installs the handler in a server that has not started yet. */
  static void install(S3Proxy proxy) {
    var server = serverOf(proxy);
    server.setHandler(new UnsignedCopyHandler(server.getHandler()));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHeaders().contains(COPY_SOURCE) || isSigned(request)) {
      return super.handle(request, response, callback);
    }
    response.setStatus(FORBIDDEN);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    Content.Sink.write(response, true, RESPONSE, callback);
    return true;
  }

  /** Also true without signed query parameters: then the signature is in a header. */
  private static boolean isSigned(Request request) {
    var names = Request.extractQueryParameters(request).getValue(SIGNED_HEADERS);
    return names == null || Arrays.asList(names.split(";")).contains(COPY_SOURCE);
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
