package dev.slipway.sftp.server;

import dev.slipway.account.Account;
import dev.slipway.account.SecretToken;
import dev.slipway.account.SecurityIdentities;
import dev.slipway.account.TokenScope;
import dev.slipway.web.ClientAddress;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Set;

/**
 * Who has logged in on a connection.
 *
 * @param account as it was at the login
 * @param token null if the login was with the password
 */
record SftpLogin(Account account, SecretToken token, ClientAddress address) {
  String name() {
    return account.name;
  }

  /** How the login was made, for the audit log. */
  String method() {
    return token == null ? "SFTP, password" : "SFTP, API token";
  }

  SecurityIdentity identity() {
    return token == null
        ? SecurityIdentities.ofLogin(account)
        : SecurityIdentities.ofToken(account, Set.of(TokenScope.SFTP));
  }
}
