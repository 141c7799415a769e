package dev.slipway.media.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How this system can confine a program.
 *
 * @param limitsProcesses whether the number of processes can be limited. Only a user namespace has
 *     a count of its own, since Linux 5.14. Elsewhere the system counts all processes of the user,
 *     also the threads of the application, and the program could start none.
 */
record Confinement(Isolation isolation, boolean limitsProcesses) {
  static final Confinement NONE = new Confinement(Isolation.NONE, false);

  /**
   * Finds the strongest one that works here.
   *
   * @param works whether a command that begins with these words runs
   * @param worksConfined whether a command runs with such a confinement
   */
  static Confinement detect(Predicate<List<String>> works, Predicate<Confinement> worksConfined) {
    var isolation = Isolation.detect(works);
    var withLimit = new Confinement(isolation, true);
    return isolation == Isolation.USER_NAMESPACE && worksConfined.test(withLimit)
        ? withLimit
        : new Confinement(isolation, false);
  }

  /** A phrase for logs. */
  String describe() {
    return isolation.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (limitsProcesses ? " and a limit on processes" : "");
  }
}
