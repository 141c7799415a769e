package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.admin.dashboard.Dashboard.Day;
import dev.slipway.admin.dashboard.Dashboard.Numbers;
import dev.slipway.web.Formats;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DayChartTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 27);

  @Test
  void drawsAColumnForEachDayWithANumber() {
    var chart = chart(days(50, 0, 1, 1_000));

    assertThat(chart.width()).isEqualTo(40);
    assertThat(chart.largest()).isEqualTo("1,000");
    assertThat(chart.columns())
        .containsExactly(
            new DayChart.Column(1, 95, 8, 5, "27 Feb 2026: 50"),
            new DayChart.Column(21, 99, 8, 1, "1 Mar 2026: 1"),
            new DayChart.Column(31, 0, 8, 100, "2 Mar 2026: 1,000"));
  }

  @Test
  void isEmptyWithoutNumbers() {
    var chart = chart(days(0, 0));

    assertThat(chart.columns()).isEmpty();
    assertThat(chart.largest()).isEqualTo("0");
  }

  @Test
  void columnsOfAYearHaveNoLabels() {
    var chart = chart(days(LongStream.generate(() -> 3).limit(365).toArray()));

    assertThat(chart.columns()).hasSize(365).allMatch(column -> column.label() == null);
  }

  private static DayChart chart(List<Day> days) {
    return DayChart.of("Videos", days, day -> day.numbers().videos(), Formats::exactCount);
  }

  private static List<Day> days(long... videos) {
    return IntStream.range(0, videos.length)
        .mapToObj(i -> new Day(FIRST.plusDays(i), new Numbers(videos[i], 0, 0, 0, null)))
        .toList();
  }
}
