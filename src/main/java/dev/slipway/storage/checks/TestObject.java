package dev.slipway.storage.checks;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** A small object under a random key, with which a check tries the store. Closing removes it. */
public final class TestObject implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TestObject.class);
  private static final byte[] CONTENT =
      "A test object of Slipway's doctor".getBytes(StandardCharsets.US_ASCII);

  private final RawStoreClient client;
  private final String bucket;
  private final ObjectKey key;

  TestObject(RawStoreClient client, String bucket, ObjectKey key) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
  }

  public ObjectKey key() {
    return key;
  }

  /**
   * Puts the object into the store.
   *
   * @throws IOException if the store refuses or does not answer
   */
  public void put() throws IOException {
    var response = client.send(putRequest());
    if (!response.isSuccess()) {
      throw new IOException("the store answers " + response.summary());
    }
  }

  /** Removes the object. It need not exist. */
  @Override
  public void close() {
    try {
      client.send(request("DELETE"));
    } catch (IOException e) {
      // Most likely the object could not be put either.
      LOG.debugf(
          "The test object %s may be left in the bucket %s: %s",
          key.value(), bucket, e.getMessage());
    }
  }

  static byte[] content() {
    return Arrays.copyOf(CONTENT, CONTENT.length);
  }

  /** Bucket and key, as the header {@code x-amz-copy-source} names an object. */
  String path() {
    return "/" + bucket + "/" + key.value();
  }

  RawRequest request(String method) {
    return RawRequest.of(method, path());
  }

  RawRequest putRequest() {
    return request("PUT").withBody(content());
  }

  boolean exists() throws IOException {
    return client.send(request("GET")).isSuccess();
  }

  /** Whether the object can be read without a signature. */
  boolean isReadableByEveryone() throws IOException {
    return client.sendUnsigned(request("GET")).isSuccess();
  }

  /** Whether the object exists with the content that test objects have. */
  boolean hasTestContent() throws IOException {
    var response = client.send(request("GET"));
    return response.isSuccess()
        && response.body().equals(new String(CONTENT, StandardCharsets.US_ASCII));
  }
}
