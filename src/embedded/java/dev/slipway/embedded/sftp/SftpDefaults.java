package dev.slipway.embedded.sftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Finds a port for an SFTP server and creates its host key. */
public final class SftpDefaults {
  public static final int PORT = 2222;
  private static final int LINE_LENGTH = 64;

  private SftpDefaults() {}

  /** Returns the preferred port if it is free, otherwise another one; 0 for any. */
  public static int findPort(int preferred) {
    try (var socket = new ServerSocket(preferred, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException inUse) {
      if (preferred == 0) {
        throw new IllegalStateException("No port is free. Set SLIPWAY_SFTP_PORT=0.", inUse);
      }
      return findPort(0);
    }
  }

  /** Returns a new private key in the format PKCS#8. */
  public static String newHostKey() {
    try {
      var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      var encoder = Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(encoder.encodeToString(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform since 15 has Ed25519", e);
    }
  }
}
