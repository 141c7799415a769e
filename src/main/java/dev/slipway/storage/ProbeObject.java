package dev.slipway.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** A small object with a key that nobody else has. Closing removes it, be it there or not. */
public final class ProbeObject implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProbeObject.class);
  private static final byte[] BYTES =
      "A probe of Slipway's doctor".getBytes(StandardCharsets.US_ASCII);

  private final Prober prober;
  private final String bucket;
  private final ObjectKey key;

  ProbeObject(Prober prober, String bucket, ObjectKey key) {
    this.prober = prober;
    this.bucket = bucket;
    this.key = key;
  }

  public ObjectKey key() {
    return key;
  }

  /**
   * Puts it into the store.
   *
   * @throws IOException where the store does not take it
   */
  public void put() throws IOException {
    var answer = prober.send(putting());
    if (!answer.isSuccess()) {
      throw new IOException("the store answers " + answer.summary());
    }
  }

  @Override
  public void close() {
    try {
      prober.send(request("DELETE"));
    } catch (IOException e) {
      // Most likely it could not be put either.
      LOG.debugf("The probe %s may be left in %s: %s", key.value(), bucket, e.getMessage());
    }
  }

  static byte[] bytes() {
    return Arrays.copyOf(BYTES, BYTES.length);
  }

  /** Bucket and key, as a copy names its source. */
  String path() {
    return "/" + bucket + "/" + key.value();
  }

  ProbeRequest request(String method) {
    return ProbeRequest.of(method, path());
  }

  ProbeRequest putting() {
    return request("PUT").carrying(bytes());
  }

  /** Whether the store has it now. */
  boolean isThere() throws IOException {
    return prober.send(request("GET")).isSuccess();
  }

  /** Whether what the store has now is what probes are put with. */
  boolean hasBytesOfAProbe() throws IOException {
    var got = prober.send(request("GET"));
    return got.isSuccess() && got.text().equals(new String(BYTES, StandardCharsets.US_ASCII));
  }
}
