package dev.slipway.storage.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import java.io.IOException;

/** A check that sends requests to the store. It is inconclusive if the store does not answer. */
abstract class StoreCheck implements Check {
  @Override
  public final CheckResult run(String pageOrigin) {
    try {
      return examine(pageOrigin);
    } catch (IOException e) {
      return CheckResult.unknown(
          "The store does not answer (%s). Fix the connection first.".formatted(e.getMessage()));
    }
  }

  abstract CheckResult examine(String pageOrigin) throws IOException;
}
