package dev.slipway.embedded;

import java.util.Map;

/** System properties for as long as the parts run, so that the next start finds none of them. */
final class SystemProperties implements AutoCloseable {
  private final Map<String, String> values;

  private SystemProperties(Map<String, String> values) {
    this.values = values;
  }

  static SystemProperties set(Map<String, String> values) {
    values.forEach(System::setProperty);
    return new SystemProperties(values);
  }

  @Override
  public void close() {
    values.keySet().forEach(System::clearProperty);
  }
}
