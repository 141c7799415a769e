package dev.slipway.lab.comparison.client;

import java.util.function.BooleanSupplier;

/**
 * How clients reach the servers, and what they authenticate with.
 *
 * @param application where HTTP requests go
 * @param applicationHost their Host header, which may differ from the address
 * @param prefix the path prefix of the application
 * @param store where requests with signed URLs go; null for the address in the URL
 * @param account whose token it is
 * @param token an API token, which is also a password for SFTP
 * @param sftp null if there is no SFTP server
 * @param isStopped whether the run was stopped
 */
public record ClientSettings(
    HttpTarget application,
    String applicationHost,
    String prefix,
    HttpTarget store,
    String account,
    String token,
    SftpAddress sftp,
    BooleanSupplier isStopped) {
  /**
   * The address of the SFTP server.
   *
   * @param connections how many the account may have at once
   */
  public record SftpAddress(String host, int port, int connections) {}
}
