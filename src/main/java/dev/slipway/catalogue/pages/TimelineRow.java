package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.timeline.TimelineEntry;
import dev.slipway.web.Formats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a timeline on a page.
 *
 * @param elapsed the time since the first entry, in words; null for the first entry
 * @param dated whether the row shows the date, because the row above shows another one or none
 */
record TimelineRow(TimelineEntry entry, String elapsed, boolean dated) {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;

  static List<TimelineRow> of(List<TimelineEntry> timeline) {
    var rows = new ArrayList<TimelineRow>();
    String previousDate = null;
    for (var entry : timeline) {
      var date = Formats.humanTime(entry.at());
      var elapsed = rows.isEmpty() ? null : elapsed(timeline.get(0), entry);
      rows.add(new TimelineRow(entry, elapsed, !date.equals(previousDate)));
      previousDate = date;
    }
    return rows;
  }

  private static String elapsed(TimelineEntry first, TimelineEntry entry) {
    // The store cuts off fractions of a second, so its time can be before that of the first entry.
    var elapsed = Duration.between(first.at(), entry.at());
    var millis = Math.max(0, elapsed.toMillis());
    return entry.wholeSeconds() && millis < MINUTE
        ? "about +" + millis / SECOND + " s"
        : "+" + Formats.humanMillis(millis);
  }
}
