package dev.slipway.admin.listing;

import dev.slipway.catalogue.listing.ListingOrder;
import dev.slipway.web.Formats;
import java.util.List;
import java.util.stream.Stream;

/**
 * An order in which the listing can be.
 *
 * @param key for the address; empty for the default order
 */
record OrderOption(String key, String label, boolean current) {
  static List<OrderOption> listOf(ListingAddress address) {
    var scope = address.filter().scope();
    return scope.columns().stream()
        .flatMap(
            column -> Stream.of(new ListingOrder(column, true), new ListingOrder(column, false)))
        .map(
            order ->
                new OrderOption(
                    order.equals(scope.defaultOrder()) ? "" : order.key(),
                    Formats.capitalized(label(order)),
                    order.equals(address.order())))
        .toList();
  }

  /** How an order sorts the rows, such as {@code newest first}. */
  static String label(ListingOrder order) {
    return switch (order.column()) {
      case STORED -> order.descending() ? "newest first" : "oldest first";
      case SIZE -> order.descending() ? "largest first" : "smallest first";
      case DURATION -> order.descending() ? "longest first" : "shortest first";
      case TITLE -> order.descending() ? "by title, Z to A" : "by title, A to Z";
      case OWNER -> order.descending() ? "by owner, Z to A" : "by owner, A to Z";
      case LAG -> order.descending() ? "longest lag first" : "shortest lag first";
      case TRASHED -> order.descending() ? "removed last first" : "removed next first";
    };
  }
}
