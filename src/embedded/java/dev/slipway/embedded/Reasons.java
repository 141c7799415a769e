package dev.slipway.embedded;

import java.util.LinkedHashSet;
import java.util.Set;

/** Why something failed, in one line: what each cause says that the one before has not said yet. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable failure) {
    Set<String> reasons = new LinkedHashSet<>();
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      if (reasons.stream().noneMatch(said -> said.contains(message))) {
        reasons.add(message.strip());
      }
    }
    return String.join(": ", reasons);
  }
}
