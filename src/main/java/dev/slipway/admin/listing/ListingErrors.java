package dev.slipway.admin.listing;

import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why the listing can't do what was asked, for the page itself.
 *
 * @param status of the response
 * @param message what is wrong with the request as a whole; null if parameters are invalid
 * @param reasons for each invalid parameter, what is wrong with it
 * @param typed the values of these parameters, as they were typed
 */
record ListingErrors(
    int status, String message, Map<String, String> reasons, Map<String, String> typed) {
  static final ListingErrors NONE = new ListingErrors(200, null, Map.of(), Map.of());

  /** For the name of a view. */
  static final String VIEW_NAME = "name";

  /**
   * A request for the listing that was refused, and what of it is valid.
   *
   * @param address without the invalid parameters
   */
  record Refused(ListingAddress address, ListingErrors errors) {}

  /**
   * Finds all parameters that are invalid.
   *
   * @param first why the request was refused
   */
  static Refused find(ProblemException first, Map<String, List<String>> parameters) {
    var valid = new LinkedHashMap<>(parameters);
    var reasons = new LinkedHashMap<String, String>();
    var typed = new LinkedHashMap<String, String>();
    var next = first;
    while (true) {
      if (next instanceof InvalidParameterException invalid) {
        var values = valid.remove(invalid.parameter());
        // Otherwise it isn't a parameter of the listing, and the same would follow for ever.
        if (values == null) {
          throw next;
        }
        reasons.put(invalid.parameter(), Formats.capitalized(invalid.reason()) + ".");
        typed.put(invalid.parameter(), values.get(0));
      }
      try {
        var address = ListingAddress.of(valid);
        var message = first instanceof InvalidParameterException ? null : first.getMessage();
        return new Refused(
            address, new ListingErrors(first.toProblem().status(), message, reasons, typed));
      } catch (InvalidParameterException other) {
        next = other;
      }
    }
  }

  /**
   * What is wrong with one parameter.
   *
   * @param label the name of its field
   */
  record Problem(String label, String reason) {}

  public List<Problem> problems() {
    return reasons.entrySet().stream()
        .map(entry -> new Problem(label(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static String label(String parameter) {
    return switch (parameter) {
      case "q" -> "Search";
      case "sort" -> "Order";
      case "limit" -> "Videos on a page";
      case "columns" -> "Columns";
      case "at" -> "Start at the day";
      case "after", "before" -> "Page";
      case "trash" -> "Trash";
      case VIEW_NAME -> "Name of the view";
      default -> FilterField.ofParameter(parameter).map(FilterField::label).orElse(parameter);
    };
  }

  /** A view that could not be saved or deleted under this name. */
  static ListingErrors ofView(String name, ProblemException refusal) {
    var reason =
        refusal instanceof InvalidParameterException invalid
            ? Formats.capitalized(invalid.reason()) + "."
            : refusal.getMessage();
    return new ListingErrors(
        refusal.toProblem().status(), null, Map.of(VIEW_NAME, reason), Map.of(VIEW_NAME, name));
  }

  public boolean isEmpty() {
    return this == NONE;
  }

  /** Whether the filters are invalid, and not only the name of a view. */
  public boolean concernFilters() {
    return !isEmpty() && !concernView();
  }

  public boolean concernView() {
    return reasons.containsKey(VIEW_NAME);
  }
}
