package dev.slipway.admin.jobs;

import dev.slipway.catalogue.bulkjob.BulkAction;
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
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  BulkSelection toSelection() {
    var chosen = QueryEnum.parse(BulkAction.class, "action", action);
    return switch (QueryEnum.parse(Scope.class, "scope", scope)) {
      case ROWS -> BulkSelection.ofRows(chosen, ids == null ? Stream.empty() : ids.stream(), back);
      case PAGE -> BulkSelection.ofRows(chosen, Arrays.stream(page.split(",")), back);
      case FILTER -> BulkSelection.ofFilter(chosen, filter, back);
    };
  }
}
