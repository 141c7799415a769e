package dev.slipway.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests whose responses have a time limit and a maximum size. Redirects are not followed:
 * they could lead to another party's host, and a secret with them.
 */
public final class LimitedHttpClient {
  private final Duration timeout;
  private final int maxSize;

  /** Null until the first request: without one there is no client with its thread. */
  private HttpClient client;

  /**
   * @param timeout from opening the connection to the last byte of the response
   * @param maxSize of the body of a response, in bytes
   */
  public LimitedHttpClient(Duration timeout, int maxSize) {
    this.timeout = timeout;
    this.maxSize = maxSize;
  }

  /** A response with any status. */
  public final class Response {
    private final String host;
    private final int status;
    private final byte[] body;

    private Response(String host, int status, byte[] body) {
      this.host = host;
      this.status = status;
      this.body = body;
    }

    public int status() {
      return status;
    }

    /**
     * @throws IOException if it is too large
     */
    public byte[] body() throws IOException {
      if (body.length > maxSize) {
        throw new IOException("The response of %s is too large".formatted(host));
      }
      return body;
    }
  }

  /**
   * @throws IOException if there is no response in time
   */
  public Response send(HttpRequest request) throws IOException {
    var body = new ByteArrayOutputStream();
    var future =
        client()
            .sendAsync(
                request,
                BodyHandlers.ofByteArrayConsumer(
                    part -> part.ifPresent(bytes -> append(bytes, body))));
    var status = await(future).statusCode();
    return new Response(request.uri().getHost(), status, body.toByteArray());
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(timeout)
              .build();
    }
    return client;
  }

  /** Keeps one byte more than the maximum, which shows that the response is too large. */
  private void append(byte[] bytes, ByteArrayOutputStream body) {
    body.write(bytes, 0, Math.min(bytes.length, maxSize + 1 - body.size()));
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response)
      throws IOException {
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("No response: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("No response within %d s".formatted(timeout.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a response");
    }
  }
}
