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
 * Refuses, as S3 does, a signed URL that comes with {@code x-amz-copy-source} where its signature
 * does not name it. S3Proxy takes it, and a PUT would copy any object.
 */
final class UnsignedCopyHandler extends Handler.Wrapper {
  private static final String COPY = "x-amz-copy-source";
  private static final String SIGNED = "X-Amz-SignedHeaders";
  private static final int FORBIDDEN = 403;
  private static final String ANSWER =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>There"
          + " were headers present in the request which were not signed</Message></Error>";

  private UnsignedCopyHandler(Handler next) {
    super(next);
  }

  /** Before it is started. */
  static void install(S3Proxy proxy) {
    var server = serverOf(proxy);
    server.setHandler(new UnsignedCopyHandler(server.getHandler()));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHeaders().contains(COPY) || isSigned(request)) {
      return super.handle(request, response, callback);
    }
    response.setStatus(FORBIDDEN);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    Content.Sink.write(response, true, ANSWER, callback);
    return true;
  }

  /** Or signed in a header, which other tools do. */
  private static boolean isSigned(Request request) {
    var names = Request.extractQueryParameters(request).getValue(SIGNED);
    return names == null || Arrays.asList(names.split(";")).contains(COPY);
  }

  /** There is no other way to it. */
  private static Server serverOf(S3Proxy proxy) {
    try {
      var field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      return (Server) field.get(proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Another S3Proxy than this was written for", e);
    }
  }
}
