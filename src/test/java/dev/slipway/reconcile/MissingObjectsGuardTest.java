package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MissingObjectsGuardTest {
  private final MissingObjectsGuard guard = new MissingObjectsGuard(0.1, 10);

  @Test
  void objectsToAnEmptyBucket() {
    assertThat(guard.holdReason(5, 0, 0, 0).orElseThrow()).contains("empty").contains("5 videos");
  }

  @Test
  void objectsToABucketWithoutAnyCataloguedObject() {
    assertThat(guard.holdReason(5, 0, 400, 0).orElseThrow()).contains("wrong bucket");
  }

  @Test
  void objectsWhenTheMissingShareIsTooLarge() {
    assertThat(guard.holdReason(11, 99, 99, 0)).isEmpty();
    assertThat(guard.holdReason(12, 99, 99, 0).orElseThrow()).contains("12 of 111").contains("11%");
  }

  @Test
  void allowsASmallNumberRegardlessOfShare() {
    assertThat(guard.holdReason(10, 1, 1, 0)).isEmpty();
    assertThat(guard.holdReason(1, 0, 0, 0)).isEmpty();
  }

  @Test
  void allowsTheApprovedNumber() {
    assertThat(guard.holdReason(500, 0, 0, 500)).isEmpty();
    assertThat(guard.holdReason(501, 0, 0, 500)).isPresent();
  }

  @Test
  void rejectsInvalidLimits() {
    assertThatThrownBy(() -> new MissingObjectsGuard(10, 1)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> new MissingObjectsGuard(0.5, -1)).hasMessageContaining("GONE_FEW");
  }
}
