package dev.slipway.web.assets;

import java.util.List;

/** A place in a module at which {@link ModuleLinker} changes its text. */
sealed interface ModuleElement {
  /** The index of the first character. */
  int start();

  /** The index after the last character. */
  int end();

  /**
   * An import statement.
   *
   * @param reference the address of the other module, relative to this one
   */
  record Import(int start, int end, String reference, List<ImportedName> names)
      implements ModuleElement {}

  /** A name as the other module exports it, and as this one uses it. */
  record ImportedName(Token exported, Token local) {}

  /** The keyword in front of an exported declaration. */
  record Export(int start, int end, String name) implements ModuleElement {}

  /**
   * {@code new URL("./file.js", import.meta.url)}, the address of another file.
   *
   * @param reference the address of the file, relative to this module
   */
  record FileAddress(int start, int end, String reference) implements ModuleElement {}

  /** {@code import.meta.url}, the address of this module. */
  record ModuleAddress(int start, int end) implements ModuleElement {}

  /** {@code await} outside of a function. */
  record Await(int start, int end) implements ModuleElement {}
}
