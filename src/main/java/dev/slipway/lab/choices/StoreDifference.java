package dev.slipway.lab.choices;

import dev.slipway.storage.StoreKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What differs between the protocols of stores, read from {@link StoreKind}.
 *
 * @param values in the order of {@link StoreKind#values}
 */
public record StoreDifference(String title, List<String> values) {
  private static final String NONE = "none";

  static List<StoreDifference> all() {
    return List.of(
        of("Algorithm", StoreKind::algorithm),
        of("Parameter of a URL", kind -> kind.queryParameter("Expires")),
        of("End of the credential scope", kind -> kind.service() + "/" + kind.terminator()),
        of("Create only", kind -> header(kind.createOnlyHeader())),
        of("Checksum of the bytes", kind -> kind.checksumHeader().orElse(NONE)),
        of("Metadata", kind -> kind.metadataHeader("…")),
        of("Condition of a DELETE", StoreDifference::deleteCondition),
        of("Create only when parts are completed", StoreKind::supportsConditionalCompletion),
        of(
            "Configuration of notifications in the same API",
            StoreKind::exposesNotificationConfiguration));
  }

  /** The heading of a column. */
  public static List<String> kinds() {
    return Arrays.stream(StoreKind.values())
        .map(
            kind ->
                switch (kind) {
                  case S3 -> "Amazon S3, MinIO and compatible stores";
                  case GOOGLE -> "Google Cloud Storage";
                })
        .toList();
  }

  private static StoreDifference of(String title, Function<StoreKind, Object> value) {
    return new StoreDifference(
        title, Arrays.stream(StoreKind.values()).map(kind -> text(value.apply(kind))).toList());
  }

  private static String text(Object value) {
    if (value instanceof Boolean supported) {
      return supported ? "yes" : "no";
    }
    return value.toString();
  }

  private static String deleteCondition(StoreKind kind) {
    return kind.deleteCondition("…").entrySet().stream()
        .map(StoreDifference::header)
        .findFirst()
        .orElse(NONE);
  }

  private static String header(Map.Entry<String, String> header) {
    return header.getKey() + ": " + header.getValue();
  }
}
