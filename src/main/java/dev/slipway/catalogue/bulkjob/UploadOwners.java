package dev.slipway.catalogue.bulkjob;

import java.util.Collection;

/**
 * Changes the owner of uploads. The package of the uploads implements it, so that the catalogue
 * doesn't depend on it.
 */
public interface UploadOwners {
  /** Locks uploads, in the order of their ids, until the transaction ends. */
  void lock(Collection<String> uploadIds);

  /**
   * Gives uploads whose videos move to another account to the same one, so that a file that changes
   * or arrives late belongs to it too. Joins the transaction.
   */
  void move(Collection<String> uploadIds, String newOwner);
}
