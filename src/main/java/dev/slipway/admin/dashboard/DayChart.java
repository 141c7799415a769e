package dev.slipway.admin.dashboard;

import dev.slipway.admin.dashboard.Dashboard.Day;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A number of each day as columns, which the table below the chart contains too.
 *
 * @param title what the columns show
 * @param largest the number of the highest column, for people
 * @param width of the drawing; its height is {@link #HEIGHT}
 * @param columns of the days with a number above zero
 */
record DayChart(String title, String largest, int width, List<Column> columns) {
  static final int HEIGHT = 100;
  private static final int STEP = 10;
  private static final int COLUMN_WIDTH = 8;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  /** More columns are too narrow to be pointed at. */
  private static final int MAX_LABELS = 90;

  /**
   * A column.
   *
   * @param label day and number; null if the chart has too many columns
   */
  record Column(int x, int y, int width, int height, String label) {}

  static DayChart of(
      String title, List<Day> days, ToLongFunction<Day> number, LongFunction<String> format) {
    var largest = days.stream().mapToLong(number).max().orElse(0);
    var columns = new ArrayList<Column>();
    for (var i = 0; i < days.size(); i++) {
      var value = number.applyAsLong(days.get(i));
      if (value > 0) {
        var height = Math.max(1, (int) Math.round((double) value / largest * HEIGHT));
        var label = format(days.get(i).day()) + ": " + format.apply(value);
        columns.add(
            new Column(
                i * STEP + 1,
                HEIGHT - height,
                COLUMN_WIDTH,
                height,
                days.size() > MAX_LABELS ? null : label));
      }
    }
    return new DayChart(title, format.apply(largest), days.size() * STEP, columns);
  }

  public int height() {
    return HEIGHT;
  }

  /** Formats a day for people, such as {@code 24 Nov 2026}. */
  static String format(LocalDate day) {
    return DAY.format(day);
  }
}
