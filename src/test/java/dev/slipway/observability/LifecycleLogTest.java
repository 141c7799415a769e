package dev.slipway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observability.LifecycleLog.StateChange;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleLogTest {
  private final SettableClock clock = new SettableClock();
  private final LifecycleLog log = new LifecycleLog(null, clock);
  private final CapturedLog lines = CapturedLog.of(LifecycleLog.CATEGORY);

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void writesOneSafeLine() {
    log.write(new StateChange("Upload opened", "abc", "an\nowner", 1_234));
    log.write(new StateChange("Video catalogued", "def", null, 1));

    assertThat(lines.all())
        .containsExactly(
            "INFO Upload opened: abc, owner an\\u000aowner, 1,234 bytes",
            "INFO Video catalogued: def, owner -, 1 byte");
  }

  @Test
  void limitsTheLinesOfASecond() {
    write(LifecycleLog.MAX_LINES_PER_SECOND + 50);
    assertThat(lines.all()).hasSize(LifecycleLog.MAX_LINES_PER_SECOND);

    clock.advance(Duration.ofSeconds(1));
    write(2);

    assertThat(lines.all().subList(LifecycleLog.MAX_LINES_PER_SECOND, lines.all().size()))
        .hasSize(3)
        .first()
        .asString()
        .contains("50 more state changes were not logged");
  }

  @Test
  void reportsASingleOmittedLine() {
    write(LifecycleLog.MAX_LINES_PER_SECOND + 1);

    clock.advance(Duration.ofSeconds(1));
    write(1);

    assertThat(lines.all()).anyMatch(line -> line.contains("1 more state changes were not logged"));
  }

  private void write(int count) {
    IntStream.range(0, count)
        .forEach(number -> log.write(new StateChange("Upload opened", "id" + number, "owner", 1)));
  }
}
