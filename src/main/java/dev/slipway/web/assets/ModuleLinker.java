package dev.slipway.web.assets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links a module and all modules that it imports into one file, because a browser with six
 * connections needs six round trips for the thirty modules of the upload page. Each imported module
 * becomes a function that returns what it exports; the text is otherwise unchanged.
 *
 * <p>Modules may use named imports, exported functions, classes and constants, and {@code
 * import.meta.url}. The linker rejects everything else that starts with {@code import} or {@code
 * export}, names that a module doesn't export, and modules that import each other in a circle. Only
 * the importing module may use {@code await} outside of a function.
 */
final class ModuleLinker {
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:\\{([^{}]*)\\} from )?\"(\\.[^\"]+)\";$");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (?=(?:(?:async )?function\\*?|class|const) (\\w+))");
  private static final Pattern UNSUPPORTED =
      Pattern.compile("(?m)^(?:import|export)\\b.*|\\bimport\\(.*");

  /** Outside of functions, lines aren't indented. */
  private static final Pattern TOP_LEVEL_AWAIT =
      Pattern.compile("(?m)^(?![\\s/])(?!async |const \\w+ = async ).*\\bawait\\b.*");

  /** The address of another file, or of the module itself. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "new URL\\(\"(\\.[^\"]*\\.(?:js|css|svg))\", import\\.meta\\.url\\)|import\\.meta\\.url");

  private final UnaryOperator<String> sources;
  private final UnaryOperator<String> paths;

  /**
   * @param sources returns the text of the module with a name such as {@code web/page.js}
   * @param paths returns the path of a file, without the path prefix and the leading slash, from
   *     which pages load it
   */
  ModuleLinker(UnaryOperator<String> sources, UnaryOperator<String> paths) {
    this.sources = sources;
    this.paths = paths;
  }

  /** The text of a module that contains all modules it imports. */
  String link(String name) {
    var graph = new Graph(name);
    graph.add(name);
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

    void add(String name) {
      if (exports.containsKey(name)) {
        return;
      }
      if (!importing.add(name)) {
        throw new IllegalStateException(
            "Modules import each other: %s and %s".formatted(String.join(", ", importing), name));
      }
      var source = IMPORT.matcher(sources.apply(name)).replaceAll(hit -> declaration(name, hit));
      var exported = EXPORT.matcher(source).results().map(hit -> hit.group(1)).toList();
      source = EXPORT.matcher(source).replaceAll("");
      reject(name, UNSUPPORTED.matcher(source));
      exports.put(name, exported);
      importing.remove(name);
      var text = withAddresses(name, source);
      modules.add("// %s\n%s".formatted(name, name.equals(entry) ? text : function(name, text)));
    }

    private String function(String name, String text) {
      reject(name, TOP_LEVEL_AWAIT.matcher(text));
      return """
          const %s = (() => {
          %sreturn { %s };
          })();
          """
          .formatted(variable(name), text, String.join(", ", exports.get(name)));
    }

    /** The declaration of the imported names. */
    private String declaration(String name, MatchResult hit) {
      var imported = resolve(name, hit.group(2));
      add(imported);
      if (hit.group(1) == null) {
        return "";
      }
      for (var each : hit.group(1).strip().split("\\s*,\\s*")) {
        var exportedName = each.replaceFirst(" as .*", "");
        if (!exports.get(imported).contains(exportedName)) {
          throw new IllegalStateException(
              "%s imports %s, which %s doesn't export".formatted(name, exportedName, imported));
        }
      }
      var names = hit.group(1).replace(" as ", ": ");
      return Matcher.quoteReplacement("const {%s} = %s;".formatted(names, variable(imported)));
    }

    /** Addresses relative to a module become relative to the linked file, which is elsewhere. */
    private String withAddresses(String name, String source) {
      return ADDRESS
          .matcher(source)
          .replaceAll(
              hit ->
                  hit.group(1) == null
                      ? addressOf(name) + ".href"
                      : fileAddress(resolve(name, hit.group(1))));
    }

    private String fileAddress(String name) {
      // A file can't contain its own hash.
      return name.equals(entry) ? "new URL(import.meta.url)" : addressOf(paths.apply(name));
    }

    private String addressOf(String path) {
      var depth = (int) entry.chars().filter(each -> each == '/').count();
      return "new URL(\"%s%s\", import.meta.url)"
          .formatted("../".repeat(Assets.FOLDER_DEPTH + depth), path);
    }
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
    return name.replace(".js", "").replace('/', '_').replace('-', '$');
  }

  private static void reject(String name, Matcher statement) {
    if (statement.find()) {
      throw new IllegalStateException(
          "%s can't be linked, because of: %s".formatted(name, statement.group()));
    }
  }
}
