package dev.slipway.admin;

import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingTotal;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.QueryEnum;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The form of the listing that selects videos and an action. */
public class BulkSelectionForm {
  @FormParam("action")
  @DefaultValue("")
  String action;

  @FormParam("scope")
  @DefaultValue("rows")
  String scope;

  /** The rows that are checked. */
  @FormParam("id")
  List<String> ids;

  /** All rows of the page, separated by commas. */
  @FormParam("page")
  @DefaultValue("")
  String page;

  /** The filters of the listing as a query string. */
  @FormParam("filter")
  @DefaultValue("")
  String filter;

  /** The page of the listing to return to. */
  @FormParam("back")
  @DefaultValue("")
  String back;

  /** Which videos an action is for. */
  enum Scope {
    /** The rows that are checked. */
    ROWS,
    /** All rows of the page. */
    PAGE,
    /** All that match the filters. */
    FILTER
  }

  /**
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}; {@code
   *     search-timeout}
   */
  BulkSelection toSelection(VideoListing listing) {
    var chosen = QueryEnum.parse(BulkAction.class, "action", action);
    return switch (QueryEnum.parse(Scope.class, "scope", scope)) {
      case ROWS -> named(chosen, ids == null ? Stream.empty() : ids.stream());
      case PAGE -> named(chosen, Arrays.stream(page.split(",")));
      case FILTER -> filtered(chosen, listing);
    };
  }

  private BulkSelection named(BulkAction chosen, Stream<String> named) {
    var valid = named.filter(RandomId::isValid).distinct().toList();
    return new BulkSelection(chosen, valid, null, ListingTotal.counted(valid.size()), back);
  }

  private BulkSelection filtered(BulkAction chosen, VideoListing listing) {
    var parsed = ListingFilter.parseQuery(filter);
    return new BulkSelection(chosen, List.of(), parsed, listing.count(parsed), back);
  }
}
