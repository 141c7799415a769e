package dev.slipway.testing;

import dev.slipway.embedded.EventPause;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** Pauses the notifications of the embedded store, for tests that send them instead. */
public final class StoreEvents {
  private StoreEvents() {}

  public static void pause() {
    events().pause();
  }

  public static void resume() {
    events().resume();
  }

  private static EventPause events() {
    var directory = ConfigProvider.getConfig().getValue("slipway.embedded.dir", String.class);
    return new EventPause(Path.of(directory));
  }
}
