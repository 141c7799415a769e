package dev.slipway.account.administration.access;

import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.Accounts;
import dev.slipway.account.ssh.SshKeyView;
import dev.slipway.account.ssh.SshKeys;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.account.token.TokenView;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * The API tokens and SSH keys of an account, for administrators. Like those of one's own account,
 * they are shown and revoked only after a login.
 */
@ApplicationScoped
@Transactional
public class AccountAccess {
  private final Accounts accounts;
  private final AccountLifecycle lifecycle;
  private final ApiTokens tokens;
  private final SshKeys keys;

  AccountAccess(Accounts accounts, AccountLifecycle lifecycle, ApiTokens tokens, SshKeys keys) {
    this.accounts = accounts;
    this.lifecycle = lifecycle;
    this.tokens = tokens;
    this.keys = keys;
  }

  /**
   * @param tokens newest first, without secrets; expired ones for 30 days
   * @param sshKeys newest first
   */
  public record View(List<TokenView> tokens, List<SshKeyView> sshKeys) {
    public boolean any() {
      return !tokens.isEmpty() || !sshKeys.isEmpty();
    }
  }

  /**
   * Returns those of any account, also of a removed one.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden}
   */
  public View find(String account) {
    accounts.requireExisting(account);
    return new View(tokens.findOf(account), keys.findOf(account));
  }

  /**
   * Revokes all tokens and keys.
   *
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code forbidden}
   */
  public void revokeAll(String account) {
    lifecycle.require(account);
    tokens.revokeAll(account);
    keys.removeAll(account);
  }

  /**
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code forbidden}
   */
  public void revokeToken(String account, String id) {
    lifecycle.require(account);
    tokens.revoke(account, id);
  }

  /**
   * @throws ProblemException {@code not-found}; {@code account-removed}; {@code forbidden}
   */
  public void removeKey(String account, String id) {
    lifecycle.require(account);
    keys.remove(account, id);
  }
}
