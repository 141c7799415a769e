package dev.slipway.web.assets;

import dev.slipway.web.assets.ModuleElement.Await;
import dev.slipway.web.assets.ModuleElement.Export;
import dev.slipway.web.assets.ModuleElement.FileAddress;
import dev.slipway.web.assets.ModuleElement.Import;
import dev.slipway.web.assets.ModuleElement.ImportedName;
import dev.slipway.web.assets.ModuleElement.ModuleAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Links a module and all modules that it imports into one file, because a browser with six
 * connections needs six round trips for the thirty modules of the upload page. Each imported module
 * becomes a function that returns what it exports, and the importing module a block; the text is
 * otherwise unchanged.
 *
 * <p>Modules may use named imports, exported functions, classes and constants, and {@code
 * import.meta.url}. Other forms, names that a module doesn't export, and modules that import each
 * other in a circle are rejected with the line that contains them. Only the importing module may
 * use {@code await} outside of a function.
 */
final class ModuleLinker {
  private final Function<String, Optional<String>> sources;
  private final UnaryOperator<String> paths;

  /**
   * @param sources returns the text of the module with a name such as {@code web/page.js}
   * @param paths returns the path of a file, without the path prefix and the leading slash, from
   *     which pages load it
   */
  ModuleLinker(Function<String, Optional<String>> sources, UnaryOperator<String> paths) {
    this.sources = sources;
    this.paths = paths;
  }

  /** The text of a module that contains all modules it imports. */
  String link(String name) {
    var text = sources.apply(name).orElseThrow(() -> new IllegalStateException("no file " + name));
    var graph = new Graph(name);
    graph.add(new ModuleSource(name, text));
    return String.join("\n", graph.modules);
  }

  /** The modules that one module imports, directly or indirectly. */
  private final class Graph {
    private final String entry;
    private final Set<String> importing = new LinkedHashSet<>();
    private final Map<String, List<String>> exports = new HashMap<>();

    /** In the order in which a browser evaluates the modules. */
    private final List<String> modules = new ArrayList<>();

    Graph(String entry) {
      this.entry = entry;
    }

    void add(ModuleSource source) {
      importing.add(source.name());
      var exported = new ArrayList<String>();
      var text = new StringBuilder();
      var end = 0;
      for (var element : ModuleParser.elementsOf(source)) {
        if (element instanceof Export export) {
          exported.add(export.name());
        }
        text.append(source.text(), end, element.start()).append(replacement(source, element));
        end = element.end();
      }
      text.append(source.text(), end, source.text().length());
      importing.remove(source.name());
      exports.put(source.name(), exported);
      modules.add(
          "// %s\n%s"
              .formatted(
                  source.name(),
                  source.name().equals(entry)
                      ? "{\n%s\n}\n".formatted(text)
                      : function(source.name(), text, exported)));
    }

    private String replacement(ModuleSource source, ModuleElement element) {
      if (element instanceof Import statement) {
        return declaration(source, statement);
      }
      if (element instanceof FileAddress address) {
        return addressOfFile(resolve(source.name(), address.reference()));
      }
      if (element instanceof ModuleAddress) {
        return address(source.name()) + ".href";
      }
      if (element instanceof Await await) {
        return await(source, await);
      }
      return "";
    }

    /** The declaration of the imported names. */
    private String declaration(ModuleSource source, Import statement) {
      var imported = resolve(source.name(), statement.reference());
      if (!exports.containsKey(imported)) {
        addImported(source, statement, imported);
      }
      for (var name : statement.names()) {
        if (!exports.get(imported).contains(name.exported().text())) {
          throw source.rejection(
              name.exported().start(),
              "%s doesn't export %s".formatted(imported, name.exported().text()));
        }
      }
      var names = statement.names().stream().map(Graph::property).collect(Collectors.joining(", "));
      return names.isEmpty() ? "" : "const { %s } = %s;".formatted(names, variable(imported));
    }

    private void addImported(ModuleSource source, Import statement, String imported) {
      if (importing.contains(imported)) {
        throw source.rejection(
            statement.start(),
            "modules import each other: %s and %s"
                .formatted(String.join(", ", importing), imported));
      }
      var text =
          sources
              .apply(imported)
              .orElseThrow(() -> source.rejection(statement.start(), imported + " doesn't exist"));
      add(new ModuleSource(imported, text));
    }

    private String await(ModuleSource source, Await await) {
      if (!source.name().equals(entry)) {
        throw source.rejection(
            await.start(), "await outside of a function is for modules that no other imports");
      }
      return "await";
    }

    private String addressOfFile(String name) {
      // A file can't contain its own hash.
      return name.equals(entry) ? "new URL(import.meta.url)" : address(paths.apply(name));
    }

    /** Relative to the linked file, which is not where its modules are. */
    private String address(String path) {
      var depth = (int) entry.chars().filter(each -> each == '/').count();
      return "new URL(\"%s%s\", import.meta.url)"
          .formatted("../".repeat(Assets.FOLDER_DEPTH + depth), path);
    }

    private static String property(ImportedName name) {
      var exported = name.exported().text();
      var local = name.local().text();
      return exported.equals(local) ? local : exported + ": " + local;
    }
  }

  private static String function(String name, CharSequence text, List<String> exports) {
    return "const %s = (() => {\n%s\nreturn { %s };\n})();\n"
        .formatted(variable(name), text, String.join(", ", exports));
  }

  /** The name of the file that another one refers to. */
  private static String resolve(String name, String reference) {
    var segments = new ArrayList<>(Arrays.asList(name.split("/")));
    segments.remove(segments.size() - 1);
    for (var segment : reference.split("/")) {
      if (segment.equals("..") && !segments.isEmpty()) {
        segments.remove(segments.size() - 1);
      } else if (!segment.equals(".")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }

  private static String variable(String name) {
    var identifier = name.replace(".js", "").replace('/', '_').replace('-', '$');
    return ModuleParser.RESERVED_PREFIX + identifier;
  }
}
