package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** The uploads that the caller may know of. Somebody else's is not there. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class UploadAccess {
  private final CurrentAccount current;

  UploadAccess(CurrentAccount current) {
    this.current = current;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  Upload require(String id) {
    return require(id, LockModeType.NONE);
  }

  /**
   * Held until the transaction ends.
   *
   * @throws ProblemException {@code not-found}
   */
  Upload requireLocked(String id) {
    return require(id, LockModeType.PESSIMISTIC_WRITE);
  }

  private Upload require(String id, LockModeType lockMode) {
    Upload upload = RandomId.isValid(id) ? Upload.findById(id, lockMode) : null;
    if (upload == null || !current.mayManage(upload.owner)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
    }
    return upload;
  }
}
