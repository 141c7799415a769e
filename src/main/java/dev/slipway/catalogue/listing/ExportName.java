package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.listing.ListingOrder.Scope;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The name of an exported file, which says what was filtered, such as {@code videos-account77}. */
final class ExportName {
  /** In characters, without the extension. File systems allow 255. */
  private static final int MAX_LENGTH = 80;

  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

  private ExportName() {}

  static String of(ListingFilter filter) {
    var parts =
        Stream.concat(
                Stream.of("videos", filter.scope() == Scope.TRASH ? "trash" : ""),
                filter.texts().entrySet().stream().map(ExportName::part))
            .map(part -> OTHER.matcher(part.toLowerCase(Locale.ROOT)).replaceAll(" ").strip())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return parts.substring(0, Math.min(parts.length(), MAX_LENGTH)).strip().replace(' ', '-');
  }

  /** Some values need the name of their filter. */
  private static String part(Map.Entry<FilterField, String> filter) {
    return switch (filter.getKey()) {
      case TEXT, STATUS, REJECTION, TYPE, FORMAT, CODEC, OWNER, VISIBILITY -> filter.getValue();
      default -> filter.getKey().name() + "-" + filter.getValue();
    };
  }
}
