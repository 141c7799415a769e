package dev.slipway.storage;

import dev.slipway.web.Check;
import dev.slipway.web.Finding;
import java.io.IOException;

/** A check that asks the store. Of one that is away it can tell nothing. */
abstract class StoreCheck implements Check {
  @Override
  public final Finding look(String pageOrigin) {
    try {
      return examine(pageOrigin);
    } catch (IOException e) {
      return Finding.unknown(
          "The store does not answer (%s). First mend that it can be reached."
              .formatted(e.getMessage()));
    }
  }

  abstract Finding examine(String pageOrigin) throws IOException;
}
