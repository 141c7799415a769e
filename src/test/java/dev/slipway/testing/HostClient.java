package dev.slipway.testing;

import io.restassured.RestAssured;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Sends requests to the application under test for a chosen host, over HTTP/1.1 or HTTP/2. */
public final class HostClient {
  private static final long TIMEOUT_SECONDS = 30;

  private HostClient() {}

  /** The status, headers and body of a response. */
  public record Reply(int status, MultiMap headers, String body) {
    public String header(String name) {
      return headers.get(name);
    }
  }

  public static Reply get(HttpVersion version, String host, String path, String accept) {
    return send(version, HttpMethod.GET, host, path, accept);
  }

  /**
   * @param host a name or address; the port is added to it
   */
  public static Reply send(
      HttpVersion version, HttpMethod method, String host, String path, String accept) {
    var vertx = Vertx.vertx();
    try {
      var options =
          new HttpClientOptions()
              .setProtocolVersion(version)
              // With prior knowledge: the first bytes are HTTP/2.
              .setHttp2ClearTextUpgrade(false);
      var request =
          new RequestOptions()
              .setServer(SocketAddress.inetSocketAddress(RestAssured.port, "127.0.0.1"))
              .setMethod(method)
              .setHost(host)
              .setPort(RestAssured.port)
              .setURI(path)
              .putHeader("Accept", accept);
      var reply =
          vertx
              .createHttpClient(options)
              .request(request)
              .compose(
                  sent ->
                      (method == HttpMethod.GET
                              ? sent.send()
                              : sent.putHeader("Content-Type", "application/x-www-form-urlencoded")
                                  .send("a=b"))
                          .compose(
                              response ->
                                  response
                                      .body()
                                      .map(
                                          body ->
                                              new Reply(
                                                  response.statusCode(),
                                                  response.headers(),
                                                  body.toString()))));
      return reply.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("No response for " + host + path, e);
    } finally {
      vertx.close();
    }
  }
}
