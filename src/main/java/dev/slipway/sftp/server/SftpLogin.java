package dev.slipway.sftp.server;

import dev.slipway.account.Account;
import dev.slipway.account.SecretToken;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.web.ClientAddress;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Who has logged in on a connection.
 *
 * @param account as it was at the login
 * @param token null unless the login was with an API token
 * @param key the fingerprint of the public key; null unless the login was with one
 */
record SftpLogin(Account account, SecretToken token, String key, ClientAddress address) {
  static SftpLogin withPassword(Account account, ClientAddress address) {
    return new SftpLogin(account, null, null, address);
  }

  static SftpLogin withToken(Account account, SecretToken token, ClientAddress address) {
    return new SftpLogin(account, token, null, address);
  }

  static SftpLogin withKey(Account account, String key, ClientAddress address) {
    return new SftpLogin(account, null, key, address);
  }

  String name() {
    return account.name;
  }

  /** How the login was made, for the audit log. */
  String method() {
    if (key != null) {
      return "SFTP, public key " + key;
    }
    return token == null ? "SFTP, password" : "SFTP, API token";
  }

  SecurityIdentity identity() {
    return token == null
        ? SecurityIdentities.ofLogin(account)
        : SecurityIdentities.ofSftpToken(account);
  }
}
