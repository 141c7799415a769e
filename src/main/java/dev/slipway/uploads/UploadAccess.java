package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.HiddenObjects;
import dev.slipway.audit.SubjectType;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Optional;

/** Loads uploads that the caller may manage. Uploads of other accounts are reported as missing. */
@ApplicationScoped
class UploadAccess implements HiddenObjects {
  private final CurrentAccount caller;

  UploadAccess(CurrentAccount caller) {
    this.caller = caller;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  Upload require(String id) {
    return requireManaged(RandomId.isValid(id) ? Upload.findByIdOptional(id) : Optional.empty());
  }

  /**
   * Returns the upload and locks its row until the transaction ends.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional(TxType.MANDATORY)
  Upload requireLocked(String id) {
    return requireManaged(RandomId.isValid(id) ? Upload.findAndLock(id) : Optional.empty());
  }

  @Override
  public String pathSegment() {
    return "uploads";
  }

  @Override
  public SubjectType type() {
    return SubjectType.UPLOAD;
  }

  @Override
  @Transactional
  public boolean hides(String id, String account) {
    return Upload.count("id = ?1 and owner <> ?2", id, account) > 0;
  }

  private Upload requireManaged(Optional<Upload> upload) {
    return upload
        .filter(found -> AccessPolicy.isManager(caller.toCaller(), found.owner))
        .orElseThrow(
            () -> new ProblemException(ErrorCode.NOT_FOUND, "You have no upload with this id."));
  }
}
