package dev.slipway.catalogue.share;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Finds out whether a link may be used. It may as long as the account that created it may manage
 * the video; while that account is disabled or has a lesser role, the link rests.
 */
@ApplicationScoped
class SharingRights {
  private final Accounts accounts;
  private final PendingUploads uploads;

  SharingRights(Accounts accounts, PendingUploads uploads) {
    this.accounts = accounts;
    this.uploads = uploads;
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
    return findOwner(videoId)
        .map(owner -> AccessPolicy.decide(caller, Operation.MANAGE, Resource.managedOnly(owner)))
        .filter(AccessPolicy.Answer::isAllowed)
        .isPresent();
  }

  /**
   * The owner of the upload, or of the video that it has become. The upload first: if its video
   * appears between the two queries, the second one finds it.
   */
  private Optional<String> findOwner(String id) {
    return uploads
        .findUnfinished(new RandomId(id))
        .map(UnfinishedUpload::owner)
        .or(() -> Video.<Video>findByIdOptional(id).map(Video::owner));
  }
}
