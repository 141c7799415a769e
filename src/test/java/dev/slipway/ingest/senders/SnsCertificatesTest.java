package dev.slipway.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.slipway.testing.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SnsCertificatesTest {
  private static final URI CERTIFICATE_URL = URI.create(FakeSns.CERTIFICATE);

  private final SettableClock clock = new SettableClock();

  @Test
  void cachesRecentlyUsedCertificates() throws Exception {
    var sns = new FakeSns();
    var certificates = new SnsCertificates(sns, clock);

    for (var number = 0; number < 40; number++) {
      assertThat(certificates.find(CERTIFICATE_URL.resolve("/%d.pem".formatted(number))))
          .isPresent();
    }
    certificates.find(CERTIFICATE_URL.resolve("/39.pem"));
    assertThat(sns.requestedUrls()).hasSize(40);
    certificates.find(CERTIFICATE_URL.resolve("/0.pem"));
    assertThat(sns.requestedUrls()).hasSize(41);
  }

  @Test
  void isEmptyForInvalidCertificate() throws Exception {
    for (var answer : new String[] {"", "<html>", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
      var certificates =
          new SnsCertificates(address -> answer.getBytes(StandardCharsets.UTF_8), clock);
      assertThat(certificates.find(CERTIFICATE_URL)).as(answer).isEmpty();
    }
  }

  /** A message with an invented address must not look like an outage of Amazon. */
  @Test
  void isEmptyForACertificateThatDoesNotExist() throws Exception {
    var certificates =
        new SnsCertificates(
            address -> {
              throw new HttpFetcher.AbsentException("status 403");
            },
            clock);

    assertThat(certificates.find(CERTIFICATE_URL)).isEmpty();
  }

  @Test
  void limitsConcurrentFetches() throws Exception {
    var started = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    var certificates = new SnsCertificates(address -> block(started, end), clock);
    var threads = Executors.newFixedThreadPool(2);
    try {
      threads.submit(() -> certificates.find(CERTIFICATE_URL));
      threads.submit(() -> certificates.find(CERTIFICATE_URL));
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

      assertThatIOException()
          .isThrownBy(() -> certificates.find(CERTIFICATE_URL))
          .withMessageContaining("at once");
    } finally {
      end.countDown();
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(certificates.find(CERTIFICATE_URL)).isEmpty();
  }

  private static byte[] block(CountDownLatch started, CountDownLatch end) throws IOException {
    started.countDown();
    try {
      assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
      return new byte[0];
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
