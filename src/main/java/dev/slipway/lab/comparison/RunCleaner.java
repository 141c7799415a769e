package dev.slipway.lab.comparison;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.lab.ThrowAwayFiles;
import dev.slipway.uploads.UploadQueries;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Removes what a run leaves, on behalf of the account that has started it. */
@ApplicationScoped
class RunCleaner {
  private static final Logger LOG = Logger.getLogger(RunCleaner.class);

  private final AccountRunner accounts;
  private final UploadQueries uploads;
  private final ThrowAwayFiles files;
  private final ApiTokens tokens;

  RunCleaner(
      AccountRunner accounts, UploadQueries uploads, ThrowAwayFiles files, ApiTokens tokens) {
    this.accounts = accounts;
    this.uploads = uploads;
    this.files = files;
    this.tokens = tokens;
  }

  /**
   * Removes the uploads since a time whose names begin like this, and returns their quota. Those
   * that can't be removed expire, or stay in the list of the account, with a name that says what
   * they are.
   *
   * @param beforeEach is called before each removal
   */
  void removeUploads(SecurityIdentity identity, String prefix, Instant since, Runnable beforeEach) {
    for (var id : find(identity, prefix, since)) {
      try {
        beforeEach.run();
        accounts.call(
            identity,
            () -> {
              files.remove(id);
              return null;
            });
      } catch (Exception e) {
        LOG.warnf("The file %s of a comparison was not removed: %s", id, e.getMessage());
      }
    }
  }

  private List<String> find(SecurityIdentity identity, String prefix, Instant since) {
    try {
      return accounts.call(identity, () -> uploads.findIdsByNamePrefix(prefix, since));
    } catch (Exception e) {
      LOG.warnf("The files of a comparison were not removed: %s", e.getMessage());
      return List.of();
    }
  }

  /**
   * @param tokenId may be null
   */
  void revoke(SecurityIdentity identity, String tokenId) {
    if (tokenId == null) {
      return;
    }
    try {
      accounts.call(
          identity,
          () -> {
            tokens.revokeAfterWork(tokenId);
            return null;
          });
    } catch (Exception e) {
      // It expires soon.
      LOG.warnf("The token of a comparison was not revoked: %s", e.getMessage());
    }
  }
}
