package dev.slipway.embedded.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;

/** Answers a request as MinIO answers one with an expired URL. */
final class ExpiredUrlAnswer {
  static final int STATUS = 403;

  private static final String BODY =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
          + "<Resource>%s</Resource><RequestId>0</RequestId><HostId>0</HostId></Error>";

  private ExpiredUrlAnswer() {}

  /** Reads the body first, because a browser that still sends would miss the response. */
  static void send(Socket client, RequestHead head) throws IOException {
    client.getInputStream().skipNBytes(head.bodyLength());
    var body = BODY.formatted(head.path().replace("&", "&amp;").replace("<", "&lt;"));
    var response =
        """
        HTTP/1.1 403 Forbidden
        Content-Type: application/xml
        Content-Length: %d
        Access-Control-Allow-Origin: %s
        Vary: Origin
        Connection: close

        """
            .replace("\n", "\r\n")
            .formatted(body.getBytes(UTF_8).length, head.header("origin").orElse("*"));
    client.getOutputStream().write((response + body).getBytes(UTF_8));
    client.shutdownOutput();
  }
}
