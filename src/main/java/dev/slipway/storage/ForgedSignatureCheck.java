package dev.slipway.storage;

import dev.slipway.web.Finding;
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
class ForgedSignatureCheck extends StoreCheck {
  private static final String TRAILER = "x-amz-checksum-crc32";
  private static final Set<Integer> FOR_THE_SIGNATURE = Set.of(401, 403);

  private final StoreConfig config;
  private final Prober prober;
  private final Probes probes;

  ForgedSignatureCheck(StoreConfig config, Prober prober, Probes probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Forged signatures";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    try (var probe = probes.next()) {
      var takesChunks = config.kind().takesUnsignedChunks();
      var answer = prober.sendForged(takesChunks ? inChunks(probe) : probe.putting());
      if (answer.isSuccess() || probe.isThere()) {
        return Finding.broken(
            "The store takes a PUT with a false signature (CVE-2026-41145): whoever has seen one"
                + " URL can write any object. Change to a maintained release at once, such as"
                + " pgsty/silo, or let a proxy refuse x-amz-content-sha256:"
                + " STREAMING-UNSIGNED-PAYLOAD-TRAILER.");
      }
      // Any other refusal may be about the body, which it then looked at before the signature.
      return FOR_THE_SIGNATURE.contains(answer.status())
          ? Finding.fine(
              takesChunks
                  ? "A false signature is refused, in unsigned chunks too (CVE-2026-41145)."
                  : "A false signature is refused.")
          : Finding.unknown(
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
  private static ProbeRequest inChunks(ProbeObject probe) {
    var bytes = ProbeObject.bytes();
    var body =
        "%x\r\n%s\r\n0\r\n%s:%s\r\n\r\n"
            .formatted(
                bytes.length, new String(bytes, StandardCharsets.US_ASCII), TRAILER, crc32(bytes));
    return probe
        .request("PUT")
        .carrying(body.getBytes(StandardCharsets.US_ASCII))
        .with("Content-Encoding", "aws-chunked")
        .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        .with("x-amz-decoded-content-length", Integer.toString(bytes.length))
        .with("x-amz-trailer", TRAILER);
  }

  private static String crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    var value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }
}
