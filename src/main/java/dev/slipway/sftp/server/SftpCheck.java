package dev.slipway.sftp.server;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.sftp.SftpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Checks that the SFTP server answers on its port, as a client does before it logs in. */
@ApplicationScoped
class SftpCheck implements Check {
  private static final String IDENTIFICATION = "SSH-2.0-";
  private static final int TIMEOUT_MILLIS = 3_000;

  private final SftpConfig config;
  private final SftpServer server;

  SftpCheck(SftpConfig config, SftpServer server) {
    this.config = config;
    this.server = server;
  }

  @Override
  public String name() {
    return "SFTP answers";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (!config.isEnabled()) {
      return CheckResult.fine("Not in use: without SLIPWAY_SFTP_PORT, there is no SFTP server.");
    }
    if (server.fingerprint() == null) {
      return CheckResult.unknown("The SFTP server has not started yet. Run the checks again.");
    }
    var port = config.port().getAsInt();
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(address(), port), TIMEOUT_MILLIS);
      var answer = socket.getInputStream().readNBytes(IDENTIFICATION.length());
      if (IDENTIFICATION.equals(new String(answer, StandardCharsets.US_ASCII))) {
        return CheckResult.fine(
            "The SFTP server answers on port %d. Its host key has the fingerprint %s."
                .formatted(port, server.fingerprint()));
      }
      return CheckResult.broken(
          "The SFTP server on port %d closes the connection. If it has too many connections, raise SLIPWAY_SFTP_SESSIONS."
              .formatted(port));
    } catch (IOException e) {
      return CheckResult.broken(
          "The SFTP server does not answer on port %d (%s). Restart the application."
              .formatted(port, e.getMessage()));
    }
  }

  /** The address that the server listens on, or loopback if it listens on all. */
  private InetAddress address() throws IOException {
    var address = InetAddress.getByName(server.host());
    return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
  }
}
