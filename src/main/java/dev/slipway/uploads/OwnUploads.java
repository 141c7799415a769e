package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.storage.ObjectId;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** The uploads that the caller may know of. Somebody else's is not there. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class OwnUploads {
  private final CurrentAccount current;

  OwnUploads(CurrentAccount current) {
    this.current = current;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  Upload find(String id) {
    return find(id, LockModeType.NONE);
  }

  /**
   * Held until the transaction ends.
   *
   * @throws ProblemException {@code not-found}
   */
  Upload lock(String id) {
    return find(id, LockModeType.PESSIMISTIC_WRITE);
  }

  private Upload find(String id, LockModeType lockMode) {
    Upload upload = ObjectId.isId(id) ? Upload.findById(id, lockMode) : null;
    if (upload == null || !current.manages(upload.owner)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
    }
    return upload;
  }
}
