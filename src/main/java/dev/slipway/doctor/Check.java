package dev.slipway.doctor;

/**
 * Checks one requirement that the environment must meet, such as a permission in the store. Each
 * package implements the checks of its own dependencies; {@link Doctor} runs all of them in
 * parallel.
 */
public interface Check {
  /** Returns a short, unique name. */
  String name();

  /**
   * Runs the check. It must finish within ten seconds and remove everything that it creates.
   *
   * @param pageOrigin the origin from which browsers load the pages, such as {@code
   *     https://slipway.example}; null if it is unknown
   */
  CheckResult run(String pageOrigin);

  /**
   * Whether a process that only runs media jobs depends on it. Such a process has neither pages nor
   * notifications, and may write nothing but results.
   */
  default boolean concernsWorkers() {
    return false;
  }
}
