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
  private final CurrentAccount current;

  UploadsInProgress(PendingUploads uploads, CurrentAccount current) {
    this.uploads = uploads;
    this.current = current;
  }

  @Transactional
  Optional<UploadInProgress> find(String id) {
    return current.isLoggedIn() && RandomId.isValid(id)
        ? uploads
            .findInProgress(new RandomId(id))
            .filter(upload -> current.mayManage(upload.owner()))
        : Optional.empty();
  }
}
