package dev.slipway.doctor;

/**
 * One thing that must be right outside the program for it to work. Each room has the checks of what
 * it relies on; the doctor makes them side by side.
 */
public interface Check {
  /** What is examined, in a few words. No two checks have the same. */
  String name();

  /**
   * Looks, within ten seconds, and leaves nothing behind.
   *
   * @param pageOrigin where browsers have our pages from, such as {@code https://slipway.example},
   *     or null where nobody has said so
   */
  CheckResult run(String pageOrigin);
}
