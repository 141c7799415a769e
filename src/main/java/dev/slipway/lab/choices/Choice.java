package dev.slipway.lab.choices;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A way to let people upload.
 *
 * @param id its anchor on the page; that of a {@link Trial} if it is tried on the store
 * @param chooseIf when it fits
 * @param avoidIf when it does not fit
 */
public record Choice(
    String id,
    String title,
    String description,
    String scope,
    String lifetime,
    String revocation,
    String size,
    String resumption,
    String integrity,
    String cost,
    String chooseIf,
    String avoidIf) {

  public Choice {
    Stream.of(
            id,
            title,
            description,
            scope,
            lifetime,
            revocation,
            size,
            resumption,
            integrity,
            cost,
            chooseIf,
            avoidIf)
        .forEach(Objects::requireNonNull);
  }

  /** The aspects that the table compares, by the heading of the column. */
  public Map<String, String> aspects() {
    var aspects = new LinkedHashMap<String, String>();
    aspects.put("Scope", scope);
    aspects.put("Lifetime", lifetime);
    aspects.put("Revocation", revocation);
    aspects.put("Size", size);
    aspects.put("Resumption", resumption);
    aspects.put("Integrity", integrity);
    aspects.put("Cost", cost);
    return aspects;
  }

  public boolean isTried() {
    return Trial.find(id).isPresent();
  }
}
