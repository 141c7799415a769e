package dev.slipway.storage;

import java.util.function.BooleanSupplier;

/**
 * Runs steps that each ask the store, most of them for one object. A step that fails doesn't block
 * the others, unless several in a row find the store unavailable, and it is down.
 */
public final class IndependentSteps {
  private static final int MAX_CONSECUTIVE_FAILURES = 3;

  private final BooleanSupplier isStoreAvailable;
  private RuntimeException firstFailure;
  private int consecutiveFailures;

  /**
   * @param isStoreAvailable is asked after several failures in a row
   */
  public IndependentSteps(BooleanSupplier isStoreAvailable) {
    this.isStoreAvailable = isStoreAvailable;
  }

  /**
   * Runs one step.
   *
   * @return false if it failed
   * @throws StoreUnavailableException if the store is down
   */
  public boolean run(Runnable step) {
    try {
      step.run();
      consecutiveFailures = 0;
      return true;
    } catch (StoreUnavailableException unavailable) {
      consecutiveFailures++;
      if (consecutiveFailures % MAX_CONSECUTIVE_FAILURES == 0 && !isStoreAvailable.getAsBoolean()) {
        throw unavailable;
      }
      keepFirst(unavailable);
    } catch (RuntimeException e) {
      consecutiveFailures = 0;
      keepFirst(e);
    }
    return false;
  }

  /** Throws the first failure, so that it is reported although the other steps were run. */
  public void throwFirstFailure() {
    if (firstFailure != null) {
      throw firstFailure;
    }
  }

  private void keepFirst(RuntimeException failure) {
    if (firstFailure == null) {
      firstFailure = failure;
    }
  }
}
