package dev.slipway.catalogue.bulk;

import dev.slipway.catalogue.access.Visibility;

/** A change of several videos by one request. */
public sealed interface BulkChange {
  /** Sets who may watch them. */
  record SetVisibility(Visibility visibility) implements BulkChange {}

  /** Moves them to the trash. */
  record MoveToTrash() implements BulkChange {}

  /** Takes them out of the trash. */
  record Restore() implements BulkChange {}

  /** Deletes those permanently that are in the trash. */
  record DeleteFromTrash() implements BulkChange {}
}
