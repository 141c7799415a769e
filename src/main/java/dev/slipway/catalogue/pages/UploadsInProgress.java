package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UploadInProgress;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Finds the uploads that will become videos, for the people who may manage them. */
@ApplicationScoped
class UploadsInProgress {
  private final PendingUploads uploads;
  private final CurrentAccount caller;

  UploadsInProgress(PendingUploads uploads, CurrentAccount caller) {
    this.uploads = uploads;
    this.caller = caller;
  }

  @Transactional
  Optional<UploadInProgress> find(String id) {
    return caller.isLoggedIn() && RandomId.isValid(id)
        ? uploads
            .findInProgress(new RandomId(id))
            .filter(upload -> caller.mayManage(upload.owner()))
        : Optional.empty();
  }
}
