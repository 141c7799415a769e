package dev.slipway.catalogue.bulk;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoEditor;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.bulk.BulkChange.DeleteFromTrash;
import dev.slipway.catalogue.bulk.BulkChange.MoveToTrash;
import dev.slipway.catalogue.bulk.BulkChange.Restore;
import dev.slipway.catalogue.bulk.BulkChange.SetVisibility;
import dev.slipway.catalogue.deletion.DeletionTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Changes one of several videos, in a transaction of its own, by the same methods as a request for
 * one video: the row is locked, and audit entry and live change belong to the transaction.
 */
@ApplicationScoped
class BulkTransactions {
  private final Videos videos;
  private final VideoEditor editor;
  private final DeletionTransactions deletions;

  BulkTransactions(Videos videos, VideoEditor editor, DeletionTransactions deletions) {
    this.videos = videos;
    this.editor = editor;
    this.deletions = deletions;
  }

  /**
   * Changes a video on behalf of the caller; returns whether it was not as requested before.
   *
   * @throws dev.slipway.web.problem.ProblemException as a request for this video alone
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean apply(BulkChange change, String id) {
    var video = videos.requireManaged(id);
    var before = State.of(video);
    if (change instanceof SetVisibility wanted) {
      editor.edit(id, new DetailsRequest(null, null, wanted.visibility().lowerCaseName(), null));
    } else if (change instanceof MoveToTrash) {
      deletions.moveToTrash(id);
    } else if (change instanceof Restore) {
      deletions.restore(id);
    } else if (change instanceof DeleteFromTrash) {
      deletions.deleteFromTrash(id);
    }
    return !before.equals(State.of(video));
  }

  private record State(VideoDetails details, boolean inTrash) {
    static State of(Video video) {
      return new State(video.details(), video.deletion().isInTrash());
    }
  }
}
