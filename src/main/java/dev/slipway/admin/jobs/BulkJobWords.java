package dev.slipway.admin.jobs;

import dev.slipway.catalogue.bulkjob.BulkJobState;
import dev.slipway.catalogue.bulkjob.BulkJobView;
import dev.slipway.catalogue.listing.FilterText;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What bulk jobs are about, in words for the pages. */
@TemplateExtension
final class BulkJobWords {
  /** The last change and the entry about the end of a job have the same time, or nearly. */
  private static final Duration AFTER_END = Duration.ofSeconds(1);

  private BulkJobWords() {}

  /** Returns the conditions that select the videos, such as {@code Owner: ann, Status: Ready}. */
  static String filterWords(BulkJobView job) {
    try {
      return words(ListingFilter.parseQuery(Access.ALL, job.filter()));
    } catch (ProblemException removed) {
      // A filter that an earlier version had.
      return job.filter();
    }
  }

  private static String words(ListingFilter filter) {
    var trash = filter.scope() == Scope.TRASH ? Stream.of("In the trash") : Stream.<String>empty();
    var words =
        Stream.concat(filter.words().stream().map(FilterText::text), trash)
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "All videos" : words;
  }

  /** Returns how far the job is that undoes this one, to be followed by its name. */
  static String undoWords(BulkJobView job) {
    if (job.undoStatus() == BulkJobState.DONE) {
      return "undone by";
    }
    return job.undoStatus().isOpen() ? "being undone by" : "partly undone by";
  }

  static long remainingMillis(BulkJobView job) {
    return Duration.ofSeconds(job.remainingSeconds()).toMillis();
  }

  /** Returns the query string that finds the audit entries of the job's videos. */
  static String auditQuery(BulkJobView job) {
    var end = job.endedAt() == null ? null : job.endedAt().plus(AFTER_END);
    return QueryString.of(
        "q",
        "(bulk job #%d)".formatted(job.id()),
        "from",
        job.requestedAt().truncatedTo(ChronoUnit.SECONDS),
        "to",
        end == null ? null : end.truncatedTo(ChronoUnit.SECONDS));
  }
}
