package dev.slipway.ingest.senders;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches small resources within a short time, because the sender of the notification waits
 * meanwhile, SNS for 15 seconds at most.
 */
@ApplicationScoped
class BoundedHttpFetcher implements HttpFetcher {
  /** A certificate and Google's keys have about 2 kB, the response to a confirmation has less. */
  static final int MAX_RESPONSE_SIZE = 64 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  /** Amazon answers 403 for an address that doesn't exist. */
  private static final Set<Integer> ABSENT = Set.of(403, 404, 410);

  private final Duration timeout;
  private final HttpClient client;

  BoundedHttpFetcher() {
    this(TIMEOUT);
  }

  /**
   * @param timeout from opening the connection to the last byte of the response
   */
  BoundedHttpFetcher(Duration timeout) {
    this.timeout = timeout;
    // A redirect could lead to another party's host.
    this.client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  }

  @Override
  public byte[] get(URI url) throws IOException {
    var body = new ByteArrayOutputStream();
    var status = await(send(url, body)).statusCode();
    if (status != OK) {
      var message = "%s responded with status %d".formatted(url.getHost(), status);
      throw ABSENT.contains(status) ? new AbsentException(message) : new IOException(message);
    }
    if (body.size() > MAX_RESPONSE_SIZE) {
      throw new IOException("The response of %s is too large".formatted(url.getHost()));
    }
    return body.toByteArray();
  }

  private CompletableFuture<HttpResponse<Void>> send(URI url, ByteArrayOutputStream body) {
    return client.sendAsync(
        HttpRequest.newBuilder(url).build(),
        BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> append(bytes, body))));
  }

  /** Keeps one byte more than the maximum, which shows that the response is too large. */
  private static void append(byte[] bytes, ByteArrayOutputStream body) {
    body.write(bytes, 0, Math.min(bytes.length, MAX_RESPONSE_SIZE + 1 - body.size()));
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response)
      throws IOException {
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("No response", e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("No response within %s".formatted(timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a response");
    }
  }
}
