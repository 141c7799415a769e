package dev.slipway.lab.signature.url;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL as it was pasted, and what copying has added to it.
 *
 * @param text without quotes around it, escapes of ampersands, and white space in the middle
 * @param wasEscaped whether the ampersands were escaped for HTML or JSON
 * @param wasWrapped whether there were line breaks, or spaces in the parameters of the signature
 */
public record PastedUrl(String text, boolean wasEscaped, boolean wasWrapped) {
  private static final String OPENING = "\"'<`(";
  private static final String CLOSING = "\"'>`)";

  /** With the indentation of the next line. */
  private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\t][ \\r\\n\\t]*");

  /** The values of these parameters never contain a space. */
  private static final Pattern SIGNATURE_PARAMETER =
      Pattern.compile("(?<=[?&])X-(?:Amz|Goog)-[^&#]*", Pattern.CASE_INSENSITIVE);

  public static PastedUrl of(String pasted) {
    var unquoted = withoutQuotes(pasted.strip());
    var joined = join(unquoted);
    var unescaped = joined.replace("&amp;", "&").replace("\\u0026", "&");
    var text = withoutSpaces(unescaped);
    return new PastedUrl(
        text, !unescaped.equals(joined), !joined.equals(unquoted) || !text.equals(unescaped));
  }

  /** Removes the quotes or brackets that a text has around a URL. */
  private static String withoutQuotes(String text) {
    var quote = text.isEmpty() ? -1 : OPENING.indexOf(text.charAt(0));
    if (quote < 0) {
      return text;
    }
    var closing = text.lastIndexOf(CLOSING.charAt(quote));
    return text.substring(1, closing > 0 ? closing : text.length()).strip();
  }

  private static String join(String text) {
    return LINE_BREAK.matcher(text).replaceAll("");
  }

  private static String withoutSpaces(String text) {
    return SIGNATURE_PARAMETER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(match.group().replace(" ", "")));
  }
}
