package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.FlagParameter;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryFlag;
import dev.slipway.web.problem.QueryNumber;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The query parameters of a listing. Those of the filters are described at {@link FilterField}. */
public class ListingParameters {
  @QueryParam("q")
  String text;

  @QueryParam("status")
  String status;

  @QueryParam("reason")
  String reason;

  @QueryParam("type")
  String type;

  @QueryParam("format")
  String format;

  @QueryParam("codec")
  String codec;

  @QueryParam("owner")
  String owner;

  @QueryParam("visibility")
  String visibility;

  @QueryParam("tag")
  String tag;

  @QueryParam("minSize")
  String minSize;

  @QueryParam("maxSize")
  String maxSize;

  @QueryParam("minDuration")
  String minDuration;

  @QueryParam("maxDuration")
  String maxDuration;

  @QueryParam("from")
  String from;

  @QueryParam("to")
  String to;

  @QueryParam("minLag")
  String minLag;

  @QueryParam("job")
  String job;

  @FlagParameter
  @QueryParam("orphan")
  String orphan;

  @FlagParameter
  @QueryParam("missing")
  String missing;

  @FlagParameter
  @QueryParam("trash")
  String trash;

  /** Whether to list the caller's own videos only. */
  @FlagParameter
  @QueryParam("mine")
  String mine;

  @QueryParam("sort")
  String sort;

  @QueryParam("after")
  String after;

  @QueryParam("before")
  String before;

  /** A time or a day at which a list by time starts. */
  @QueryParam("at")
  String at;

  @QueryParam("limit")
  String limit;

  @Context UriInfo uri;

  /** Filters by facts that only people who may manage a video may know. */
  private static final Set<FilterField> PRIVATE_FACTS =
      EnumSet.of(
          FilterField.REJECTION,
          FilterField.MIN_LAG,
          FilterField.JOB,
          FilterField.ORPHAN,
          FilterField.MISSING);

  /**
   * @throws ProblemException {@code invalid-request}, also if it filters videos of others by what
   *     only their owners may know
   */
  public ListingFilter filter(Access access) {
    var filter = ListingFilter.parse(access, this::value);
    if (access.isRestricted()
        && filter.texts().keySet().stream().anyMatch(PRIVATE_FACTS::contains)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'reason', 'minLag', 'job', 'orphan' and 'missing' need a list of your own videos here. Add"
              + " mine=true.");
    }
    return filter;
  }

  /**
   * The filter of an export, whose parameter {@code format} is that of the file.
   *
   * @param container the value of the filter by container
   * @throws ProblemException {@code invalid-request}, also for parameters that select a page
   */
  ListingFilter exportFilter(Access access, String container) {
    for (var name : List.of("before", "at", "limit")) {
      if (isSet(value(name))) {
        throw FilterField.refusal(name, "can't be used here: an export has all videos of a filter");
      }
    }
    return ListingFilter.parse(
        access, name -> name.equals(FilterField.FORMAT.parameter()) ? container : value(name));
  }

  /** After which video an export continues; null to begin. */
  ListingCursor exportStart(ListingOrder order) {
    return isSet(after) ? ListingCursor.parse("after", order, after) : null;
  }

  /**
   * Whether to list the caller's own videos only.
   *
   * @throws ProblemException {@code invalid-request}, also together with an owner
   */
  boolean isMine() {
    var isMine = mine != null && QueryFlag.parse("mine", mine);
    if (isMine) {
      ListingFilter.requireNoOwner(owner);
    }
    return isMine;
  }

  /** Whether to list what is in the trash or deleted. */
  boolean listsTrashOrDeleted() {
    return ListingFilter.scopeOf(trash, status == null ? null : status.strip()) != Scope.SHOWN;
  }

  /** Whether the list is filtered or ordered by more than {@link VideoFilter} can. */
  boolean isDetailed() {
    return Stream.of(
            text,
            reason,
            type,
            format,
            codec,
            visibility,
            tag,
            minSize,
            maxSize,
            minDuration,
            maxDuration,
            from,
            to,
            minLag,
            job,
            orphan,
            missing,
            trash,
            sort,
            before,
            at)
        .anyMatch(ListingParameters::isSet);
  }

  /**
   * @throws ProblemException {@code invalid-request}, also for an order of videos of others by a
   *     value that is private
   */
  public ListingOrder order(ListingFilter filter) {
    var order = ListingOrder.parse(sort, filter.scope());
    if (filter.access().isRestricted() && order.column() == SortColumn.LAG) {
      throw FilterField.refusal(
          "sort", "can be lag or -lag only if you list your own videos with mine=true");
    }
    return order;
  }

  /**
   * @param defaultSize of a page
   * @throws ProblemException {@code invalid-request}
   */
  public VideoListing.Position position(ListingOrder order, int defaultSize) {
    var size = size(defaultSize);
    if (isSet(after) && isSet(before) || isSet(at) && (isSet(after) || isSet(before))) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Use only one of 'after', 'before' and 'at'.");
    }
    if (isSet(after)) {
      return new VideoListing.Position(ListingCursor.parse("after", order, after), false, size);
    }
    if (isSet(before)) {
      return new VideoListing.Position(ListingCursor.parse("before", order, before), true, size);
    }
    return new VideoListing.Position(isSet(at) ? startAt(order) : null, false, size);
  }

  private ListingCursor startAt(ListingOrder order) {
    if (order.column() != SortColumn.STORED) {
      throw FilterField.refusal("at", "needs a list that is sorted by storedAt or -storedAt");
    }
    // A descending list shows the whole day first.
    var time =
        order.descending() ? FilterValues.parseEnd("at", at) : FilterValues.parseStart("at", at);
    return ListingCursor.atTime(order, time);
  }

  int size(int defaultSize) {
    return QueryNumber.parsePageSize(limit, defaultSize, VideoListing.MAX_PAGE_SIZE);
  }

  private String value(String name) {
    return uri.getQueryParameters().getFirst(name);
  }

  private static boolean isSet(String value) {
    return value != null && !value.isBlank();
  }
}
