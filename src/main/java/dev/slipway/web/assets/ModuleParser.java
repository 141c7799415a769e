package dev.slipway.web.assets;

import dev.slipway.web.assets.ModuleElement.Await;
import dev.slipway.web.assets.ModuleElement.Export;
import dev.slipway.web.assets.ModuleElement.FileAddress;
import dev.slipway.web.assets.ModuleElement.Import;
import dev.slipway.web.assets.ModuleElement.ImportedName;
import dev.slipway.web.assets.ModuleElement.ModuleAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the imports, exports and addresses in a module. It rejects what {@link ModuleLinker} would
 * give another meaning.
 */
final class ModuleParser {
  /** The linker's own names start with it. */
  static final String RESERVED_PREFIX = "linked$";

  private static final Pattern FILE_REFERENCE = Pattern.compile("\\.[^\\\\]*\\.(?:js|css|svg)");
  private static final Pattern MODULE_REFERENCE = Pattern.compile("\\.[^\\\\]*\\.js");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?|[-+*/%&|^])?=|\\+\\+|--");
  private static final Set<String> DECLARATIONS = Set.of("const", "let", "var");

  private static final String IMPORTS =
      "only named imports, such as import { a, b as c } from \"./file.js\"";
  private static final String EXPORTS =
      "Export a function, a class or a constant where it is declared";
  private static final Token END = new Token(Token.Kind.PUNCTUATOR, "", 0, 0, false, false);

  private final ModuleSource source;
  private final List<Token> tokens;
  private final List<ModuleElement> elements = new ArrayList<>();

  /** The exported names that could get another value. */
  private final Set<String> assignable = new HashSet<>();

  private boolean hasStatements;
  private int index;

  private ModuleParser(ModuleSource source) {
    this.source = source;
    this.tokens = ModuleScanner.tokensOf(source);
  }

  /** The elements of a module in their order. */
  static List<ModuleElement> elementsOf(ModuleSource source) {
    return new ModuleParser(source).parse();
  }

  private List<ModuleElement> parse() {
    for (index = 0; index < tokens.size(); index++) {
      var token = token(0);
      if (token.is("import") && !isProperty()) {
        parseImport(token);
      } else {
        parseOther(token);
        hasStatements = true;
      }
    }
    rejectAssignments();
    return elements;
  }

  private void parseImport(Token keyword) {
    if (token(1).is(".")) {
      parseAddress(keyword);
      hasStatements = true;
      return;
    }
    if (token(1).is("(")) {
      throw rejection(keyword, "import (…) loads a module that isn't in the linked file");
    }
    if (hasStatements || keyword.isNested()) {
      throw rejection(keyword, "imports come before other statements");
    }
    index++;
    var names = parseImportedNames(keyword);
    var reference = referenceOf(token(0));
    if (reference == null || token(1).is("with")) {
      throw rejection(keyword, IMPORTS);
    }
    if (!MODULE_REFERENCE.matcher(reference).matches()) {
      throw rejection(keyword, "the address isn't the relative address of a module");
    }
    if (token(1).is(";")) {
      index++;
    }
    elements.add(new Import(keyword.start(), token(0).end(), reference, names));
  }

  /** Leaves the module's address as the current token. */
  private List<ImportedName> parseImportedNames(Token keyword) {
    var names = new ArrayList<ImportedName>();
    if (token(0).isString()) {
      return names;
    }
    if (!token(0).is("{")) {
      throw rejection(keyword, IMPORTS);
    }
    index++;
    while (token(0).isWord()) {
      var exported = token(0);
      index += token(1).is("as") ? 2 : 0;
      names.add(new ImportedName(exported, token(0)));
      index += token(1).is(",") ? 2 : 1;
    }
    if (!token(0).is("}") || !token(1).is("from")) {
      throw rejection(keyword, IMPORTS);
    }
    index += 2;
    return names;
  }

  private void parseAddress(Token keyword) {
    if (!token(2).is("meta") || !token(3).is(".") || !token(4).is("url")) {
      throw rejection(keyword, "only import.meta.url is supported");
    }
    var reference = token(-2).isString() && token(-1).is(",") ? referenceOf(token(-2)) : null;
    var parenthesis = token(5).is(",") ? 6 : 5;
    if (reference != null
        && FILE_REFERENCE.matcher(reference).matches()
        && token(-5).is("new")
        && token(-4).is("URL")
        && token(-3).is("(")
        && token(parenthesis).is(")")) {
      elements.add(new FileAddress(token(-5).start(), token(parenthesis).end(), reference));
    } else {
      elements.add(new ModuleAddress(keyword.start(), token(4).end()));
    }
    index += 4;
  }

  private void parseOther(Token token) {
    if (!token.isWord() || isProperty()) {
      return;
    }
    if (token.is("export")) {
      parseExport(token);
    } else if (token.is("await") && !token.isInFunction()) {
      elements.add(new Await(token.start(), token.end()));
    } else if (token.is("var") && !token.isInFunction()) {
      throw rejection(token, "use const or let, because var outside of a function has no block");
    } else if (token.text().startsWith(RESERVED_PREFIX)) {
      throw rejection(token, "names that start with linked$ are reserved");
    }
  }

  private void parseExport(Token keyword) {
    if (keyword.isNested()) {
      throw rejection(keyword, EXPORTS);
    }
    var at = token(1).is("async") ? 2 : 1;
    var declaration = token(at);
    at += token(at + 1).is("*") ? 2 : 1;
    var name = token(at);
    var isConstant = declaration.is("const") && token(at + 1).is("=");
    if (!name.isWord() || !(isConstant || declaration.is("function") || declaration.is("class"))) {
      throw rejection(keyword, EXPORTS);
    }
    if (!isConstant) {
      assignable.add(name.text());
    }
    elements.add(new Export(keyword.start(), token(1).start(), name.text()));
  }

  /** Modules that import the name get its value once. */
  private void rejectAssignments() {
    for (index = 0; index < tokens.size(); index++) {
      var token = token(0);
      if (assignable.contains(token.text())
          && !isProperty()
          && !DECLARATIONS.contains(token(-1).text())
          && (isAssignment(token(1)) || token(-1).is("++") || token(-1).is("--"))) {
        throw rejection(token, "assigns to %s, which is exported".formatted(token.text()));
      }
    }
  }

  private static boolean isAssignment(Token token) {
    return ASSIGNMENT.matcher(token.text()).matches();
  }

  private boolean isProperty() {
    return token(-1).is(".") || token(-1).is("?.");
  }

  /** The text of a string; null if the token is none. */
  private static String referenceOf(Token token) {
    return token.isString() ? token.text().substring(1, token.text().length() - 1) : null;
  }

  private Token token(int offset) {
    var at = index + offset;
    return at < 0 || at >= tokens.size() ? END : tokens.get(at);
  }

  private IllegalStateException rejection(Token token, String reason) {
    return source.rejection(token.start(), reason);
  }
}
