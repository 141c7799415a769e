package dev.slipway.ingest.senders;

import dev.slipway.web.http.LimitedHttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Set;

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

  private final LimitedHttpClient client;

  BoundedHttpFetcher() {
    this(TIMEOUT);
  }

  /**
   * @param timeout from opening the connection to the last byte of the response
   */
  BoundedHttpFetcher(Duration timeout) {
    this.client = new LimitedHttpClient(timeout, MAX_RESPONSE_SIZE);
  }

  @Override
  public byte[] get(URI url) throws IOException {
    var response = client.send(HttpRequest.newBuilder(url).build());
    var status = response.status();
    if (status != OK) {
      var message = "%s responded with status %d".formatted(url.getHost(), status);
      throw ABSENT.contains(status) ? new AbsentException(message) : new IOException(message);
    }
    return response.body();
  }
}
