package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Checks that the store refuses a PUT with a wrong signature. The archived releases of MinIO accept
 * one if the body declares itself to be in unsigned chunks: anyone who has seen one signed URL can
 * write any object.
 *
 * @see <a href="https://nvd.nist.gov/vuln/detail/CVE-2026-41145">CVE-2026-41145</a>
 */
@ApplicationScoped
class ForgedSignatureCheck extends StoreCheck {
  private static final String TRAILER = "x-amz-checksum-crc32";
  private static final Set<Integer> SIGNATURE_REFUSED = Set.of(401, 403);

  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  ForgedSignatureCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Forged signatures";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var testObject = testObjects.create()) {
      var useChunks = config.kind().acceptsUnsignedChunks();
      var request = useChunks ? chunkedRequest(testObject) : testObject.putRequest();
      var response = client.sendWithForgedSignature(request);
      if (response.isSuccess() || testObject.exists()) {
        return CheckResult.broken(
            "The store accepts a PUT with a wrong signature (CVE-2026-41145): anyone who has seen"
                + " one signed URL can write any object. Change to a maintained release at once,"
                + " such as pgsty/silo, or let a proxy refuse x-amz-content-sha256:"
                + " STREAMING-UNSIGNED-PAYLOAD-TRAILER.");
      }
      // Another refusal may concern the body, which the store then examined before the signature.
      return SIGNATURE_REFUSED.contains(response.status())
          ? CheckResult.fine(
              useChunks
                  ? "The store refuses a wrong signature, in unsigned chunks too (CVE-2026-41145)."
                  : "The store refuses a wrong signature.")
          : CheckResult.unknown(
              "The store answers %s to a wrong signature, but 403 is expected."
                  .formatted(response.summary()));
    }
  }

  /**
   * A PUT whose body is one chunk and a trailer with its checksum.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">
   *     Signature calculations with trailing headers</a>
   */
  private static RawRequest chunkedRequest(TestObject testObject) {
    var content = TestObject.content();
    var body =
        "%x\r\n%s\r\n0\r\n%s:%s\r\n\r\n"
            .formatted(
                content.length,
                new String(content, StandardCharsets.US_ASCII),
                TRAILER,
                crc32(content));
    return testObject
        .request("PUT")
        .withBody(body.getBytes(StandardCharsets.US_ASCII))
        .withHeader("Content-Encoding", "aws-chunked")
        .withHeader("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        .withHeader("x-amz-decoded-content-length", Integer.toString(content.length))
        .withHeader("x-amz-trailer", TRAILER);
  }

  private static String crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    var value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }
}
