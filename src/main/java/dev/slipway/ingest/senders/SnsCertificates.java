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
 * The certificates that Amazon SNS signs with. It has one a region, and changes it about once a
 * year. Who hands it out over https from Amazon's own host is Amazon, so its chain is not looked
 * at.
 */
@ApplicationScoped
class SnsCertificates {
  private static final int KEPT = 16;

  /** Whoever sends forged messages makes us fetch: never more than this at a time. */
  private static final int FETCHES_AT_ONCE = 2;

  private final HttpFetcher fetch;
  private final Clock clock;
  private final Semaphore fetches = new Semaphore(FETCHES_AT_ONCE);

  /** Of those that were used last. */
  private final Map<URI, X509Certificate> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
          return size() > KEPT;
        }
      };

  SnsCertificates(HttpFetcher fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * Empty where there is no certificate at the address, or one that is not valid now.
   *
   * @throws IOException where it can't be got at the moment
   */
  Optional<X509Certificate> find(URI address) throws IOException {
    try {
      var certificate = keptAt(address);
      if (certificate == null) {
        certificate = parse(fetched(address));
        keep(address, certificate);
      }
      certificate.checkValidity(Date.from(clock.instant()));
      return Optional.of(certificate);
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private byte[] fetched(URI address) throws IOException {
    if (!fetches.tryAcquire()) {
      throw new IOException("Too many certificates are fetched at once");
    }
    try {
      return fetch.get(address);
    } finally {
      fetches.release();
    }
  }

  private X509Certificate keptAt(URI address) {
    synchronized (kept) {
      return kept.get(address);
    }
  }

  private void keep(URI address, X509Certificate certificate) {
    synchronized (kept) {
      kept.put(address, certificate);
    }
  }

  private static X509Certificate parse(byte[] pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}
