package dev.slipway.catalogue.share;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Finds out whether a link may be used. It may as long as the account that created it may manage
 * the video; while that account is disabled or has a lesser role, the link rests.
 */
@ApplicationScoped
class SharingRights {
  private final Accounts accounts;
  private final ShareManagers managers;

  SharingRights(Accounts accounts, ShareManagers managers) {
    this.accounts = accounts;
    this.managers = managers;
  }

  @Transactional
  boolean permit(ShareLink link) {
    return accounts
        .findUsable(link.createdBy)
        .filter(creator -> creator.isAdmin() || mayManage(creator, link.videoId))
        .isPresent();
  }

  private boolean mayManage(Account creator, String videoId) {
    var caller = new Caller(creator.name, creator.role());
    return managers
        .find(videoId)
        .filter(found -> AccessPolicy.decide(caller, Operation.MANAGE, found).isAllowed())
        .isPresent();
  }
}
