package dev.slipway.sftp.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The key that identifies the server to its clients. All replicas have the same one. */
record HostKey(KeyPair pair) {
  /**
   * Makes SSH use its instance of Bouncy Castle, instead of one that it registers for the whole
   * JVM: that would be unusable after a restart in another class loader, as in development mode.
   */
  private static final String NAMED_PROVIDER = "org.apache.sshd.security.provider.BC.useNamed";

  static {
    System.setProperty(NAMED_PROVIDER, "false");
  }

  private static final String HELP =
      " Create one with: ssh-keygen -t ed25519 -N '' -f sftp_host_key, and name the file in"
          + " SLIPWAY_SFTP_HOST_KEY_FILE.";

  /**
   * @throws IllegalStateException if the configured key is missing or unusable
   */
  static HostKey parse(Optional<String> configured) {
    var text =
        configured.orElseThrow(
            () ->
                new IllegalStateException(
                    "SLIPWAY_SFTP_PORT is set, but the SFTP server has no host key." + HELP));
    try (var in = new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8))) {
      var pairs =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("SLIPWAY_SFTP_HOST_KEY"), in, null);
      if (pairs != null && pairs.iterator().hasNext()) {
        return new HostKey(pairs.iterator().next());
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalStateException(unusable(), e);
    }
    throw new IllegalStateException(unusable());
  }

  /** What clients show when they connect for the first time. */
  String fingerprint() {
    return KeyUtils.getFingerPrint(pair.getPublic());
  }

  private static String unusable() {
    return "SLIPWAY_SFTP_HOST_KEY must be a private key without a passphrase." + HELP;
  }
}
