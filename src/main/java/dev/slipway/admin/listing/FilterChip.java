package dev.slipway.admin.listing;

import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.FilterText;
import java.util.List;

/**
 * A filter that is set, with the address of the listing without it.
 *
 * @param value null if the label says all
 * @param container whether the value may be the name of a container
 */
record FilterChip(String label, String value, boolean container, String query) {
  static List<FilterChip> listOf(ListingAddress address) {
    return address.filter().texts().entrySet().stream()
        .map(entry -> of(address, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static FilterChip of(ListingAddress address, FilterField field, String value) {
    var words = FilterText.of(field, value);
    return new FilterChip(
        words.label(),
        words.value(),
        field == FilterField.FORMAT || field == FilterField.TYPE,
        address.with(address.filter().without(field)).query());
  }
}
