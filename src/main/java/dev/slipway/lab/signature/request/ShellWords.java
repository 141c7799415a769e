package dev.slipway.lab.signature.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a command into words as a POSIX shell does, with {@code $'…'} of bash. A command that was
 * copied for the prompt of Windows, which escapes with {@code ^}, is converted first. Variables are
 * not expanded.
 */
final class ShellWords {
  private static final int HEX = 16;

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final Set<Integer> cutWords = new HashSet<>();
  private StringBuilder word;
  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  static ShellWords split(String command) {
    var splitter = new ShellWords(isWindows(command) ? withoutCarets(command) : command);
    splitter.run();
    return splitter;
  }

  int size() {
    return words.size();
  }

  String get(int index) {
    return words.get(index);
  }

  /**
   * Whether the word has an ampersand without quotes, at which a shell ends the command. The word
   * contains the text after it nevertheless.
   */
  boolean isCut(int index) {
    return cutWords.contains(index);
  }

  private static boolean isWindows(String command) {
    return command.contains("^\"") || command.contains("^\n") || command.contains("^\r\n");
  }

  private static String withoutCarets(String command) {
    var result = new StringBuilder(command.length());
    for (var i = 0; i < command.length(); i++) {
      var c = command.charAt(i);
      if (c == '^' && i + 1 < command.length()) {
        i++;
        c = command.charAt(i);
        if (c == '\r' || c == '\n') {
          c = ' ';
        }
      }
      result.append(c);
    }
    return result.toString();
  }

  private void run() {
    while (at < text.length()) {
      var c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\r', '\n' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        case '$' -> dollar();
        case '&' -> ampersand();
        default -> append(c);
      }
    }
    endWord();
  }

  private void endWord() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }

  private void append(int character) {
    startWord();
    word.appendCodePoint(character);
  }

  private void ampersand() {
    append('&');
    cutWords.add(words.size());
  }

  private void startWord() {
    if (word == null) {
      word = new StringBuilder();
    }
  }

  private void singleQuoted() {
    startWord();
    var end = text.indexOf('\'', at);
    var stop = end < 0 ? text.length() : end;
    word.append(text, at, stop);
    at = Math.min(text.length(), stop + 1);
  }

  private void doubleQuoted() {
    startWord();
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at < text.length() && "\"\\$`\n".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
        if (c == '\n') {
          continue;
        }
      }
      append(c);
    }
  }

  /** Outside of quotes. A backslash before a line break continues the line. */
  private void escaped() {
    if (at >= text.length()) {
      return;
    }
    var c = text.charAt(at++);
    if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
      at++;
    } else if (c != '\n') {
      append(c);
    }
  }

  private void dollar() {
    if (at >= text.length() || text.charAt(at) != '\'') {
      append('$');
      return;
    }
    startWord();
    at++;
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == '\'') {
        return;
      }
      append(c == '\\' && at < text.length() ? ansiEscape() : c);
    }
  }

  private int ansiEscape() {
    var c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'x' -> hex(2, c);
      case 'u' -> hex(4, c);
      default -> c;
    };
  }

  private int hex(int maxDigits, char otherwise) {
    var value = 0;
    var digits = 0;
    while (digits < maxDigits && at < text.length() && Character.digit(text.charAt(at), HEX) >= 0) {
      value = value * HEX + Character.digit(text.charAt(at++), HEX);
      digits++;
    }
    return digits == 0 ? otherwise : value;
  }
}
