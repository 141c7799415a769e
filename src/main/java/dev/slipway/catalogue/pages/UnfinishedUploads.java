package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.SharedAccess;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Finds the uploads that have no video yet. */
@ApplicationScoped
class UnfinishedUploads {
  private final PendingUploads uploads;
  private final CurrentAccount caller;
  private final SharedAccess shared;

  UnfinishedUploads(PendingUploads uploads, CurrentAccount caller, SharedAccess shared) {
    this.uploads = uploads;
    this.caller = caller;
    this.shared = shared;
  }

  /** Finds an upload that the caller may manage. */
  @Transactional
  Optional<UnfinishedUpload> findManaged(String id) {
    return find(id).filter(upload -> AccessPolicy.isManager(caller.toCaller(), upload.owner()));
  }

  /**
   * Whether the caller will be able to watch the video, unless they may manage it, as soon as the
   * upload ends. Everybody with the address of a video that isn't private may know that, and
   * everybody who has opened a share link.
   */
  @Transactional
  boolean willBeVisible(String id) {
    return find(id)
        .filter(UnfinishedUpload::isOpen)
        .map(upload -> new Resource(upload.owner(), upload.visibility(), true))
        .filter(video -> decide(id, video).isAllowed())
        .isPresent();
  }

  private AccessPolicy.Answer decide(String id, Resource video) {
    return AccessPolicy.decide(
        caller.toCaller(), Operation.WATCH, video, () -> shared.sharingOf(id));
  }

  private Optional<UnfinishedUpload> find(String id) {
    return RandomId.isValid(id) ? uploads.findUnfinished(new RandomId(id)) : Optional.empty();
  }
}
