package dev.slipway.ingest.senders;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * Whether a message is signed with a certificate. A topic signs with SHA-1 unless its attribute
 * {@code SignatureVersion} is 2.
 */
final class SnsSignature {
  private SnsSignature() {}

  static boolean isValid(SnsMessage message, X509Certificate certificate) {
    var algorithm = algorithm(message.signatureVersion());
    if (algorithm == null || message.signature() == null) {
      return false;
    }
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initVerify(certificate.getPublicKey());
      signature.update(message.signedBytes());
      return signature.verify(Base64.getDecoder().decode(message.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      return false;
    }
  }

  private static String algorithm(String version) {
    return switch (version == null ? "" : version) {
      case "1" -> "SHA1withRSA";
      case "2" -> "SHA256withRSA";
      default -> null;
    };
  }
}
