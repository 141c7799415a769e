package dev.slipway.catalogue.sync;

/**
 * Says whether an administrator has to review the missing objects, because there are more than
 * usual. The catalogue defines this interface and the reconciliation implements it.
 */
public interface MissingObjectsHold {
  boolean isHeld();
}
