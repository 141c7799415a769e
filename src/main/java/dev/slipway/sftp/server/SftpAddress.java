package dev.slipway.sftp.server;

import dev.slipway.account.CurrentAccount;
import dev.slipway.sftp.SftpConfig;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** How people connect to the SFTP server. Templates know it as {@code sftp}. */
@Named("sftp")
@ApplicationScoped
public class SftpAddress {
  private final SftpConfig config;
  private final SftpServer server;
  private final CurrentAccount caller;
  private final CurrentVertxRequest request;

  SftpAddress(
      SftpConfig config, SftpServer server, CurrentAccount caller, CurrentVertxRequest request) {
    this.config = config;
    this.server = server;
    this.caller = caller;
    this.request = request;
  }

  /** Whether there is an SFTP server. */
  public boolean isEnabled() {
    return config.isEnabled();
  }

  /** The command that connects the caller's account to the host of the current request. */
  public String getCommand() {
    var host = request.getCurrent().request().authority().host();
    var isIpv6 = host.contains(":") && !host.startsWith("[");
    return "sftp -P %d %s@%s"
        .formatted(config.port().getAsInt(), caller.getName(), isIpv6 ? "[" + host + "]" : host);
  }

  /** The fingerprint of the host key, which clients show; null if no server has started. */
  public String getFingerprint() {
    return server.fingerprint();
  }
}
