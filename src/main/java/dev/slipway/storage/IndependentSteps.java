package dev.slipway.storage;

/**
 * Runs steps that each ask the store, most of them for one object. A step that fails doesn't block
 * the others, unless several in a row find the store unavailable, which is then assumed to be down.
 */
public final class IndependentSteps {
  private static final int MAX_CONSECUTIVE_FAILURES = 3;

  private RuntimeException firstFailure;
  private int consecutiveFailures;

  /**
   * Runs one step.
   *
   * @return false if it failed
   * @throws StoreUnavailableException if the store is assumed to be down
   */
  public boolean run(Runnable step) {
    try {
      step.run();
      consecutiveFailures = 0;
      return true;
    } catch (StoreUnavailableException unavailable) {
      consecutiveFailures++;
      if (consecutiveFailures == MAX_CONSECUTIVE_FAILURES) {
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
