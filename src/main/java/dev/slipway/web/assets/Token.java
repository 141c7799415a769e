package dev.slipway.web.assets;

/**
 * A word, literal or punctuator of a module.
 *
 * @param start the index of its first character in the module
 * @param end the index after its last character
 * @param isNested whether it is in brackets
 * @param isInFunction whether it is in the body of a function
 */
record Token(Kind kind, String text, int start, int end, boolean isNested, boolean isInFunction) {
  enum Kind {
    /** A name or a keyword. */
    WORD,
    NUMBER,
    STRING,
    /** The text of a template up to an expression or the end. */
    TEMPLATE,
    REGULAR_EXPRESSION,
    PUNCTUATOR
  }

  boolean is(String expected) {
    return text.equals(expected);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isString() {
    return kind == Kind.STRING;
  }
}
