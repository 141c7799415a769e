package dev.slipway.web.assets;

/**
 * The text of a module.
 *
 * @param name such as {@code web/page.js}
 */
record ModuleSource(String name, String text) {
  /** Says in which line of which module something is that can't be linked, and why. */
  IllegalStateException rejection(int position, String reason) {
    var before = text.substring(0, position);
    var line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
    var content = text.lines().skip(line - 1).findFirst().orElse("").strip();
    return new IllegalStateException(
        "%s:%d can't be linked: %s: %s".formatted(name, line, reason, content));
  }
}
