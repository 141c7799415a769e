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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets little things quickly or not at all: the sender waits meanwhile, SNS for 15 s at most. */
@ApplicationScoped
class BoundedHttpFetcher implements HttpFetcher {
  /** A certificate has 2 kB, Google's keys have as much, the answer to a confirmation less. */
  static final int MAX_RESPONSE_SIZE = 64 * 1024;

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Duration longest;
  private final HttpClient client;

  BoundedHttpFetcher() {
    this(LONGEST);
  }

  /**
   * @param longest from the first byte of the connection to the last of the answer
   */
  BoundedHttpFetcher(Duration longest) {
    this.longest = longest;
    // A redirect could lead away from Amazon or Google.
    this.client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  }

  @Override
  public byte[] get(URI address) throws IOException {
    var body = new ByteArrayOutputStream();
    var status = await(send(address, body)).statusCode();
    if (status != OK) {
      throw new IOException("The answer of %s was %d".formatted(address.getHost(), status));
    }
    if (body.size() > MAX_RESPONSE_SIZE) {
      throw new IOException("The answer of %s is too large".formatted(address.getHost()));
    }
    return body.toByteArray();
  }

  private CompletableFuture<HttpResponse<Void>> send(URI address, ByteArrayOutputStream body) {
    return client.sendAsync(
        HttpRequest.newBuilder(address).build(),
        BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> keep(bytes, body))));
  }

  /** One byte too many is enough to see that there are too many. */
  private static void keep(byte[] bytes, ByteArrayOutputStream body) {
    body.write(bytes, 0, Math.min(bytes.length, MAX_RESPONSE_SIZE + 1 - body.size()));
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> answer)
      throws IOException {
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("There is no answer", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("There is no answer in %s".formatted(longest), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Stopped while waiting for an answer");
    }
  }
}
