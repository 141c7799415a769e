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
 * Whether the store takes a PUT whose signature is false. The archived releases of MinIO do, where
 * the body says of itself that it comes in unsigned chunks: whoever has seen one signed URL can
 * write any object.
 *
 * @see <a href="https://nvd.nist.gov/vuln/detail/CVE-2026-41145">CVE-2026-41145</a>
 */
@ApplicationScoped
public class ForgedSignatureCheck extends StoreCheck {
  private static final String TRAILER = "x-amz-checksum-crc32";
  private static final Set<Integer> SIGNATURE_REFUSED = Set.of(401, 403);

  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public ForgedSignatureCheck(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Forged signatures";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var probe = probes.create()) {
      var takesChunks = config.kind().acceptsUnsignedChunks();
      var answer =
          prober.sendWithForgedSignature(takesChunks ? inChunks(probe) : probe.putRequest());
      if (answer.isSuccess() || probe.exists()) {
        return CheckResult.broken(
            "The store takes a PUT with a false signature (CVE-2026-41145): whoever has seen one"
                + " URL can write any object. Change to a maintained release at once, such as"
                + " pgsty/silo, or let a proxy refuse x-amz-content-sha256:"
                + " STREAMING-UNSIGNED-PAYLOAD-TRAILER.");
      }
      // Any other refusal may be about the body, which it then looked at before the signature.
      return SIGNATURE_REFUSED.contains(answer.status())
          ? CheckResult.fine(
              takesChunks
                  ? "A false signature is refused, in unsigned chunks too (CVE-2026-41145)."
                  : "A false signature is refused.")
          : CheckResult.unknown(
              "The store answers %s to a false signature, where 403 is expected."
                  .formatted(answer.summary()));
    }
  }

  /**
   * One chunk, and a trailer with its checksum.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">
   *     Signature calculations with trailing headers</a>
   */
  private static RawRequest inChunks(TestObject probe) {
    var bytes = TestObject.content();
    var body =
        "%x\r\n%s\r\n0\r\n%s:%s\r\n\r\n"
            .formatted(
                bytes.length, new String(bytes, StandardCharsets.US_ASCII), TRAILER, crc32(bytes));
    return probe
        .request("PUT")
        .withBody(body.getBytes(StandardCharsets.US_ASCII))
        .withHeader("Content-Encoding", "aws-chunked")
        .withHeader("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        .withHeader("x-amz-decoded-content-length", Integer.toString(bytes.length))
        .withHeader("x-amz-trailer", TRAILER);
  }

  private static String crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    var value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }
}
