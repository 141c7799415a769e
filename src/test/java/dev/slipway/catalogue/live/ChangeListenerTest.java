package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import dev.slipway.catalogue.live.ChangeListener.Owner;
import dev.slipway.catalogue.live.VideoChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeListenerTest {
  private static final ChangeFilter ALL =
      new ChangeFilter(new Caller("admin", Role.ADMIN), null, false);
  private static final ChangeFilter NOTHING = new ChangeFilter(Caller.ANONYMOUS, null, false);
  private static final long START = 100;

  private final Client client = new Client();
  private final List<ChangeListener> closed = new ArrayList<>();
  private int disconnections;

  @Test
  void aClientGetsOnlyWhatItAskedFor() {
    var listener = listener(ALL);
    listener.request(1);
    assertThat(client.numbers).containsExactly(START);

    listener.offer(changes(101, 103), START);
    assertThat(client.numbers).containsExactly(START);
    listener.request(2);
    assertThat(client.numbers).containsExactly(START, 101L, 102L);
    listener.request(5);
    assertThat(client.numbers).containsExactly(START, 101L, 102L, 103L);
  }

  @Test
  void whatDoesNotFitIsReadLater() {
    var listener = listener(ALL);
    var last = START + ChangeListener.CAPACITY + 1;
    listener.offer(changes(START + 1, last), START);
    assertThat(listener.position()).isEqualTo(START);
    listener.offer(changes(last + 1, last + 2), last);
    assertThat(listener.position())
        .as("a client that lacks changes gets no later ones")
        .isEqualTo(START);

    assertThat(listener.beginReading(last)).as("it has not taken the first event").isFalse();
    listener.request(1);
    assertThat(listener.beginReading(last)).isFalse();
    listener.request(1);
    assertThat(listener.beginReading(last)).isTrue();
    assertThat(listener.beginReading(last)).as("it is being read for").isFalse();
    listener.take(changes(START + 1, last), last);
    listener.endReading();

    assertThat(listener.position()).isEqualTo(START + ChangeListener.CAPACITY);
    assertThat(client.numbers).containsExactly(START, START + 1);
    listener.request(Integer.MAX_VALUE);
    assertThat(listener.beginReading(last)).isTrue();
    listener.take(changes(last, last), last);
    listener.endReading();
    assertThat(client.numbers).hasSize((int) (last - START) + 1).isSorted();
  }

  @Test
  void aChangeIsNotDeliveredTwice() {
    var listener = listener(ALL);
    listener.request(10);
    listener.offer(changes(101, 102), START);

    listener.offer(changes(101, 103), START);

    assertThat(client.numbers).containsExactly(START, 101L, 102L, 103L);
  }

  @Test
  void changesOfOthersOnlyMoveThePosition() {
    var listener = listener(NOTHING);
    listener.request(10);
    listener.offer(changes(101, 150), START);
    listener.keepAlive(Duration.ofHours(1).toNanos());
    assertThat(client.numbers).containsExactly(START);

    listener.keepAlive(0);

    assertThat(client.numbers).containsExactly(START, 150L);
  }

  @Test
  void keepAlivesComeBeforeProxiesCloseTheConnection() {
    assertThat(Duration.ofNanos(ChangeFeed.SILENCE)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aResponseEndsWhenTheClientHasTakenWhatIsQueued() {
    var listener = listener(ALL);
    listener.end();
    assertThat(client.isComplete).isFalse();

    listener.request(1);

    assertThat(client.isComplete).isTrue();
    assertThat(closed).containsExactly(listener);
    listener.offer(changes(101, 101), START);
    listener.request(1);
    assertThat(client.numbers).containsExactly(START);
  }

  @Test
  void aClientThatAsksForNothingIsDisconnected() {
    var listener = listener(ALL);
    assertThat(listener.isStalled(Duration.ofHours(1).toNanos())).isFalse();
    assertThat(listener.isStalled(0)).isTrue();

    listener.disconnect();

    assertThat(disconnections).isEqualTo(1);
    assertThat(closed).containsExactly(listener);
  }

  @Test
  void rangesWithoutAnythingForTheClientAreSkipped() {
    var listener = listener(NOTHING);
    listener.request(2);

    assertThat(listener.beginReading(500)).isTrue();
    listener.take(changes(101, 200), 400);
    listener.endReading();

    assertThat(listener.position()).isEqualTo(400);
    assertThat(listener.beginReading(500)).isTrue();
  }

  @Test
  void nothingIsReadForAClientThatHasGone() {
    var listener = listener(ALL);
    listener.request(2);
    assertThat(listener.beginReading(500)).isTrue();

    listener.cancel();
    listener.take(changes(101, 102), 400);
    listener.endReading();

    assertThat(listener.isOpen()).isFalse();
    assertThat(listener.beginReading(500)).isFalse();
    assertThat(client.numbers).containsExactly(START);
  }

  @Test
  void aClientThatDisconnectsIsForgotten() {
    var listener = listener(ALL);

    listener.cancel();

    assertThat(closed).containsExactly(listener);
    assertThat(client.isComplete).isFalse();
  }

  private ChangeListener listener(ChangeFilter filter) {
    return new ChangeListener(
        new ChangeListener.Client(filter, null, null, "192.0.2.1", () -> disconnections++),
        LiveEvent.position(START),
        START,
        System.nanoTime() + Duration.ofHours(1).toNanos(),
        client,
        new Owner() {
          @Override
          public void onHungry(ChangeListener listener) {
            // The test reads for it.
          }

          @Override
          public void onClosed(ChangeListener listener) {
            closed.add(listener);
          }
        });
  }

  private static List<VideoChange> changes(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            number ->
                new VideoChange(
                    number, "v" + number, Kind.UPDATED, false, false, false, null, "READY"))
        .toList();
  }

  private static final class Client implements Flow.Subscriber<LiveEvent> {
    private final List<Long> numbers = new ArrayList<>();
    private boolean isComplete;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      throw new AssertionError("Not by the listener");
    }

    @Override
    public void onNext(LiveEvent event) {
      numbers.add(event.number());
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      isComplete = true;
    }
  }
}
