package dev.slipway.ingest.senders;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Fetches and caches the certificates with which Amazon SNS signs. There is one for each region,
 * and it changes about once a year. The certificate chain is not verified, because the certificate
 * comes from Amazon's own host over https.
 */
@ApplicationScoped
class SnsCertificates {
  private static final int CACHE_SIZE = 16;

  /** Forged messages cause fetches too, so their number is limited. */
  private static final int MAX_CONCURRENT_FETCHES = 2;

  private final HttpFetcher http;
  private final Clock clock;
  private final Semaphore fetchPermits = new Semaphore(MAX_CONCURRENT_FETCHES);

  /** The most recently used certificates. */
  private final Map<URI, X509Certificate> cache =
      new LinkedHashMap<>(CACHE_SIZE, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  SnsCertificates(HttpFetcher http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Empty if there is no certificate at the URL, or one that is not valid now.
   *
   * @throws IOException if it can't be fetched now
   */
  Optional<X509Certificate> find(URI url) throws IOException {
    try {
      var certificate = cached(url);
      if (certificate == null) {
        certificate = parse(fetch(url));
        cache(url, certificate);
      }
      certificate.checkValidity(Date.from(clock.instant()));
      return Optional.of(certificate);
    } catch (CertificateException | HttpFetcher.AbsentException e) {
      return Optional.empty();
    }
  }

  private byte[] fetch(URI url) throws IOException {
    if (!fetchPermits.tryAcquire()) {
      throw new IOException("Too many certificates are being fetched at once");
    }
    try {
      return http.get(url);
    } finally {
      fetchPermits.release();
    }
  }

  private X509Certificate cached(URI url) {
    synchronized (cache) {
      return cache.get(url);
    }
  }

  private void cache(URI url, X509Certificate certificate) {
    synchronized (cache) {
      cache.put(url, certificate);
    }
  }

  private static X509Certificate parse(byte[] pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
