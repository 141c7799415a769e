package dev.slipway.web.assets;

import dev.slipway.web.assets.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Divides a module into tokens, so that text in comments, strings, templates and regular
 * expressions isn't mistaken for code.
 *
 * <p>A slash can divide or begin a regular expression, which depends on what is before it. After
 * {@code }}, {@code ++} and {@code --} only a parser can tell, so the scanner rejects it there.
 */
final class ModuleScanner {
  private static final Pattern SPACE =
      Pattern.compile("(?:[\\s\\h\\v\\ufeff]|//[^\\n\\r\\u2028\\u2029]*+|/\\*(?s:.*?)\\*/)++");
  private static final Pattern WORD =
      Pattern.compile(
          "#?[\\p{L}\\p{Nl}$_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}$\\u200c\\u200d]*+");
  private static final Pattern NUMBER = Pattern.compile("\\.?\\d[\\w.]*+");
  private static final Pattern STRING =
      Pattern.compile(
          "\"[^\"\\\\\\n]*+(?:\\\\(?s:.)[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\(?s:.)[^'\\\\\\n]*+)*+'");
  private static final Pattern TEMPLATE =
      Pattern.compile("[^`$\\\\]*+(?:(?:\\\\(?s:.)|\\$(?!\\{))[^`$\\\\]*+)*+(?<end>`|\\$\\{)");
  private static final Pattern REGULAR_EXPRESSION =
      Pattern.compile("/(?:[^/\\[\\\\\\n]|\\\\.|\\[(?:[^\\]\\\\\\n]|\\\\.)*+\\])++/\\p{Alpha}*+");
  private static final Pattern PUNCTUATOR =
      Pattern.compile(
          "=>|\\+\\+|--|\\.\\.\\.|\\?\\.(?!\\d)|(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?|[-+*/%&|^])=?"
              + "|[=!]==?|[<>]=?|[{}()\\[\\];,=~?:!.@]");

  private static final Set<String> WORDS_BEFORE_VALUES =
      Set.of(
          "await",
          "case",
          "delete",
          "do",
          "else",
          "in",
          "instanceof",
          "new",
          "of",
          "return",
          "throw",
          "typeof",
          "void",
          "yield");
  private static final Set<String> WORDS_BEFORE_CONDITIONS = Set.of("for", "if", "while", "with");
  private static final Set<String> WORDS_BEFORE_BLOCKS =
      Set.of("catch", "for", "if", "switch", "while", "with");

  /** An open bracket, or the start of the module. */
  private static final class Scope {
    final String bracket;
    final int start;

    /** The word before the bracket, if it is a keyword of a statement. */
    final String statement;

    final boolean isFunction;

    /** Whether an arrow function without braces has begun and not ended. */
    boolean isArrowFunction;

    Scope(String bracket, int start, String statement, boolean isFunction) {
      this.bracket = bracket;
      this.start = start;
      this.statement = statement;
      this.isFunction = isFunction;
    }
  }

  private final ModuleSource source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private int position;

  /** The keyword of the statement whose parentheses have just been closed, or an empty string. */
  private String closedStatement = "";

  private ModuleScanner(ModuleSource source) {
    this.source = source;
    this.text = source.text();
    scopes.push(new Scope("", 0, "", false));
  }

  static List<Token> tokensOf(ModuleSource source) {
    return new ModuleScanner(source).scan();
  }

  /** Removes comments and indentation. Lines keep their numbers. */
  static ModuleSource withoutComments(ModuleSource source) {
    var result = new StringBuilder();
    var end = 0;
    for (var token : tokensOf(source)) {
      result.append(shortenSpace(source.text(), end, token.start())).append(token.text());
      end = token.end();
    }
    result.append(shortenSpace(source.text(), end, source.text().length()));
    return new ModuleSource(source.name(), result.toString());
  }

  /** A line break can end a statement, so it is kept, also in a comment. */
  private static String shortenSpace(String text, int start, int end) {
    var lineBreaks = (int) text.substring(start, end).chars().filter(each -> each == '\n').count();
    return lineBreaks > 0 ? "\n".repeat(lineBreaks) : start == end ? "" : " ";
  }

  private List<Token> scan() {
    position = endOfSpace();
    while (position < text.length()) {
      readToken();
      position = endOfSpace();
    }
    if (scopes.size() > 1) {
      throw source.rejection(scopes.peek().start, "this bracket is never closed");
    }
    return tokens;
  }

  private void readToken() {
    if (text.startsWith("}", position) && scopes.peek().bracket.equals("${")) {
      scopes.pop();
      readTemplate();
    } else if (text.startsWith("`", position)) {
      readTemplate();
    } else if (text.startsWith("/", position) && beginsRegularExpression()) {
      read(REGULAR_EXPRESSION, Kind.REGULAR_EXPRESSION);
    } else if (!read(WORD, Kind.WORD) && !read(NUMBER, Kind.NUMBER) && !read(STRING, Kind.STRING)) {
      readPunctuator();
    }
  }

  private void readTemplate() {
    var matcher = TEMPLATE.matcher(text).region(position + 1, text.length());
    if (!matcher.lookingAt()) {
      throw source.rejection(position, "this template never ends");
    }
    add(Kind.TEMPLATE, matcher.end());
    if (matcher.group("end").equals("${")) {
      scopes.push(new Scope("${", position - 2, "", false));
    }
  }

  private boolean beginsRegularExpression() {
    var previous = previous(1);
    if (previous == null) {
      return true;
    }
    if (previous.is("}") || previous.is("++") || previous.is("--")) {
      throw source.rejection(
          position, "a division or a regular expression; put it into parentheses or a constant");
    }
    return switch (previous.kind()) {
      case WORD -> WORDS_BEFORE_VALUES.contains(previous.text()) && !isProperty(1);
      case NUMBER, STRING, REGULAR_EXPRESSION -> false;
      case TEMPLATE -> !previous.text().endsWith("`");
      case PUNCTUATOR ->
          previous.is(")") ? WORDS_BEFORE_CONDITIONS.contains(closedStatement) : !previous.is("]");
    };
  }

  private void readPunctuator() {
    var previous = previous(1);
    var start = position;
    if (!read(PUNCTUATOR, Kind.PUNCTUATOR)) {
      throw unexpected(start);
    }
    var token = previous(1);
    switch (token.text()) {
      case "(" -> scopes.push(new Scope("(", start, statementBefore(previous), false));
      case "[" -> scopes.push(new Scope("[", start, "", false));
      case "{" -> scopes.push(new Scope("{", start, "", isFunctionBody(previous)));
      case ")" -> close("(", start);
      case "]" -> close("[", start);
      case "}" -> close("{", start);
      case "=>" -> scopes.peek().isArrowFunction |= !text.startsWith("{", endOfSpace());
      case ",", ";" -> scopes.peek().isArrowFunction = false;
      default -> {}
    }
  }

  private boolean isFunctionBody(Token previous) {
    return previous != null
        && (previous.is("=>")
            || (previous.is(")") && !WORDS_BEFORE_BLOCKS.contains(closedStatement)));
  }

  private String statementBefore(Token previous) {
    if (previous == null || !previous.isWord()) {
      return "";
    }
    // The bracket is the last token.
    var index = previous.is("await") ? 3 : 2;
    var word = previous(index);
    return word == null || isProperty(index) ? "" : word.text();
  }

  private void close(String bracket, int start) {
    var scope = scopes.peek();
    if (!scope.bracket.equals(bracket)) {
      throw unexpected(start);
    }
    scopes.pop();
    closedStatement = scope.statement;
  }

  private boolean read(Pattern pattern, Kind kind) {
    var matcher = pattern.matcher(text).region(position, text.length());
    var found = matcher.lookingAt();
    if (found) {
      add(kind, matcher.end());
    }
    return found;
  }

  private void add(Kind kind, int end) {
    var isInFunction = scopes.stream().anyMatch(scope -> scope.isFunction || scope.isArrowFunction);
    var token = text.substring(position, end);
    tokens.add(new Token(kind, token, position, end, scopes.size() > 1, isInFunction));
    position = end;
  }

  private int endOfSpace() {
    var matcher = SPACE.matcher(text).region(position, text.length());
    return matcher.lookingAt() ? matcher.end() : position;
  }

  private boolean isProperty(int index) {
    var before = previous(index + 1);
    return before != null && (before.is(".") || before.is("?."));
  }

  private Token previous(int index) {
    return tokens.size() < index ? null : tokens.get(tokens.size() - index);
  }

  private IllegalStateException unexpected(int start) {
    return source.rejection(start, "unexpected '" + text.charAt(start) + "'");
  }
}
