package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.limits.DroppedRequests.Reason;
import org.junit.jupiter.api.Test;

class PendingTransfersTest {
  private static final String ADDRESS = "192.0.2.7";
  private static final String OTHER_ADDRESS = "192.0.2.8";

  private final PendingTransfers pending = new PendingTransfers(3, 2, 400);

  @Test
  void limitsSlowBodiesOfOneAddress() {
    var first = pending.open(ADDRESS);
    assertThat(first.markSlow()).isEmpty();
    assertThat(pending.open(ADDRESS).markSlow()).isEmpty();

    assertThat(pending.open(ADDRESS).markSlow()).contains(Reason.ADDRESS);
    assertThat(pending.open(OTHER_ADDRESS).markSlow()).isEmpty();
    assertThat(pending.slowCount()).isEqualTo(3);

    first.close();
    first.close();
    assertThat(pending.slowCount()).isEqualTo(2);
    assertThat(pending.open(ADDRESS).markSlow()).isEmpty();
  }

  @Test
  void limitsSlowBodiesOfAllAddresses() {
    for (var i = 0; i < 3; i++) {
      assertThat(pending.open("192.0.2." + i).markSlow()).isEmpty();
    }
    assertThat(pending.open(ADDRESS).markSlow()).contains(Reason.TOTAL);
  }

  @Test
  void bodiesThatAreNotSlowHaveNoMaximum() {
    for (var i = 0; i < 100; i++) {
      assertThat(pending.open(ADDRESS).addBytes(1)).isEmpty();
    }
    assertThat(pending.slowCount()).isZero();
  }

  @Test
  void oneAddressGetsAQuarterOfTheMemory() {
    var body = pending.open(ADDRESS);
    assertThat(body.addBytes(100)).isEmpty();
    assertThat(pending.open(ADDRESS).addBytes(1)).contains(Reason.ADDRESS);

    body.close();
    assertThat(pending.open(ADDRESS).addBytes(100)).isEmpty();
  }

  @Test
  void completeBodiesOfOneAddressGetAHalfOfTheMemory() {
    var complete = pending.open(ADDRESS);
    assertThat(complete.addBytes(100)).isEmpty();
    assertThat(complete.markSlow()).isEmpty();
    complete.complete();
    complete.complete();
    assertThat(pending.slowCount()).isZero();

    completeBody(ADDRESS);
    assertThat(pending.open(ADDRESS).addBytes(1)).contains(Reason.ADDRESS);
    assertThat(pending.open(OTHER_ADDRESS).addBytes(1)).isEmpty();

    complete.close();
    complete.close();
    assertThat(pending.open(ADDRESS).addBytes(100)).isEmpty();
    assertThat(pending.open(ADDRESS).addBytes(1)).contains(Reason.ADDRESS);
  }

  @Test
  void completeBodiesCountInAll() {
    completeBody(ADDRESS);
    completeBody(ADDRESS);
    completeBody(OTHER_ADDRESS);
    completeBody(OTHER_ADDRESS);

    assertThat(pending.open("192.0.2.9").addBytes(1)).contains(Reason.MEMORY);
  }

  @Test
  void limitsTheMemoryOfAllAddresses() {
    for (var i = 0; i < 4; i++) {
      assertThat(pending.open("192.0.2." + i).addBytes(100)).isEmpty();
    }
    assertThat(pending.open(ADDRESS).addBytes(1)).contains(Reason.MEMORY);
  }

  private void completeBody(String address) {
    var body = pending.open(address);
    assertThat(body.addBytes(100)).isEmpty();
    body.complete();
  }
}
