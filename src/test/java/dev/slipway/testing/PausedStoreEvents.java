package dev.slipway.testing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test during which the embedded store sends no notifications. */
public interface PausedStoreEvents {
  @BeforeEach
  default void pauseNotifications() {
    StoreEvents.pause();
  }

  @AfterEach
  default void resumeNotifications() {
    StoreEvents.resume();
  }
}
