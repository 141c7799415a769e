package dev.slipway.account.settings;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.ssh.SshKeys;
import dev.slipway.account.token.ApiTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The ways in which programs act for the caller without the password, which can be revoked. */
@ApplicationScoped
class ProgramAccess {
  private final CurrentAccount caller;
  private final ApiTokens tokens;
  private final SshKeys keys;

  ProgramAccess(CurrentAccount caller, ApiTokens tokens, SshKeys keys) {
    this.caller = caller;
    this.tokens = tokens;
    this.keys = keys;
  }

  /**
   * @param tokens that have not expired
   */
  record Counts(long tokens, long keys) {
    public boolean any() {
      return tokens + keys > 0;
    }
  }

  Counts count() {
    return new Counts(tokens.countUsable(caller.getName()), keys.count(caller.getName()));
  }

  /** Revokes all API tokens and SSH keys of the caller. */
  @Transactional
  void revokeAll() {
    tokens.revokeAll(caller.getName());
    keys.removeAll(caller.getName());
  }
}
