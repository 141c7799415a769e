package dev.slipway.lab;

import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.storage.RandomId;
import dev.slipway.uploads.UploadAborter;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes what experiments have uploaded in the name of the caller. */
@ApplicationScoped
public class ThrowAwayFiles {
  private final UploadAborter aborter;
  private final PermanentDeletion deletion;

  ThrowAwayFiles(UploadAborter aborter, PermanentDeletion deletion) {
    this.aborter = aborter;
    this.deletion = deletion;
  }

  /** Aborts an upload, or deletes its video permanently if the store has already reported it. */
  public void remove(String uploadId) {
    try {
      aborter.abort(uploadId);
    } catch (ProblemException refusal) {
      if (!refusal.toProblem().code().equals(ErrorCode.UPLOAD_CLOSED.code())) {
        throw refusal;
      }
      // The video has the id of its upload.
      deletion.delete(new RandomId(uploadId).value());
    }
  }
}
