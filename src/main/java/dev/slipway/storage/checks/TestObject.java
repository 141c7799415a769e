package dev.slipway.storage.checks;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** A small object with a key that nobody else has. Closing removes it, be it there or not. */
public final class TestObject implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TestObject.class);
  private static final byte[] CONTENT =
      "A probe of Slipway's doctor".getBytes(StandardCharsets.US_ASCII);

  private final RawStoreClient prober;
  private final String bucket;
  private final ObjectKey key;

  TestObject(RawStoreClient prober, String bucket, ObjectKey key) {
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
    var answer = prober.send(putRequest());
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

  static byte[] content() {
    return Arrays.copyOf(CONTENT, CONTENT.length);
  }

  /** Bucket and key, as a copy names its source. */
  String path() {
    return "/" + bucket + "/" + key.value();
  }

  RawRequest request(String method) {
    return RawRequest.of(method, path());
  }

  RawRequest putRequest() {
    return request("PUT").withBody(content());
  }

  /** Whether the store has it now. */
  boolean exists() throws IOException {
    return prober.send(request("GET")).isSuccess();
  }

  /** Whether what the store has now is what probes are put with. */
  boolean hasTestContent() throws IOException {
    var got = prober.send(request("GET"));
    return got.isSuccess() && got.body().equals(new String(CONTENT, StandardCharsets.US_ASCII));
  }
}
