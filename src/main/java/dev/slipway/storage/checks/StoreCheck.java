package dev.slipway.storage.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import java.io.IOException;

/** A check that asks the store. Of one that is away it can tell nothing. */
public abstract class StoreCheck implements Check {
  @Override
  public final CheckResult run(String pageOrigin) {
    try {
      return examine(pageOrigin);
    } catch (IOException e) {
      return CheckResult.unknown(
          "The store does not answer (%s). First mend that it can be reached."
              .formatted(e.getMessage()));
    }
  }

  abstract CheckResult examine(String pageOrigin) throws IOException;
}
