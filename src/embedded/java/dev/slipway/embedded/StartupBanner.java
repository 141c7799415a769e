package dev.slipway.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says loudly what is embedded, where its data is, and how the real one is configured. */
record StartupBanner(
    EmbeddedSettings settings, DataDirectory directory, Map<String, String> properties) {
  private static final String LINE = "-".repeat(80);

  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(LINE);
    lines.add("Slipway runs with EMBEDDED parts: for trying out and tests, NOT FOR PRODUCTION.");
    lines.add("");
    if (settings.postgres()) {
      lines.addAll(
          part("PostgreSQL", "quarkus.datasource.jdbc.url", "QUARKUS_DATASOURCE_JDBC_URL"));
    }
    if (settings.store().isPresent()) {
      lines.addAll(part("S3 store", "slipway.store.endpoint", "SLIPWAY_STORE_ENDPOINT"));
    }
    lines.add("Data         " + directory.root() + "   (SLIPWAY_EMBEDDED_DIR)");
    if (Boolean.parseBoolean(properties.get("slipway.demo-accounts"))) {
      lines.add(
          "Accounts     demo accounts with known passwords   (off: SLIPWAY_DEMO_ACCOUNTS=false)");
    }
    lines.add(LINE);
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> part(String name, String property, String variable) {
    return List.of(
        "%-12s %s   (the real one: %s)".formatted(name, properties.get(property), variable));
  }
}
