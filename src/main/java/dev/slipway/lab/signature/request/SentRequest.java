package dev.slipway.lab.signature.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request as a client sent it, as far as the pasted text tells.
 *
 * @param kind what was pasted
 * @param method null if unknown
 * @param url as in the text; null if unknown
 * @param headers values by name in lower case; repeated ones are joined with a comma
 * @param automatic names of headers that the client sets itself, so their absence from the text
 *     means nothing
 * @param cutByShell whether a shell ended the command at an ampersand in the URL
 */
public record SentRequest(
    Kind kind,
    String method,
    String url,
    Map<String, String> headers,
    Set<String> automatic,
    boolean cutByShell) {

  /** The form of the pasted text. */
  public enum Kind {
    CURL,
    FETCH,
    RAW,
    HEADERS
  }

  public SentRequest {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    automatic = Set.copyOf(automatic);
  }

  /** A request that no shell has read. */
  public SentRequest(
      Kind kind, String method, String url, Map<String, String> headers, Set<String> automatic) {
    this(kind, method, url, headers, automatic, false);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the request lacked this header. False if the client may have set it itself. */
  public boolean lacks(String name) {
    return !headers.containsKey(name) && !automatic.contains(name);
  }

  /** Collects headers in the order of the text. */
  static final class Headers {
    private final Map<String, String> values = new LinkedHashMap<>();

    void add(String name, String value) {
      values.merge(
          name.strip().toLowerCase(Locale.ROOT), value.strip(), (one, two) -> one + "," + two);
    }

    void addDefault(String name, String value) {
      values.putIfAbsent(name, value);
    }

    /** Adds a line such as {@code Content-Type: video/mp4}; returns whether it is a header. */
    boolean addLine(String line) {
      var colon = line.indexOf(':', 1);
      if (colon < 1 || !isToken(line.substring(0, colon).strip())) {
        return false;
      }
      add(line.substring(0, colon), line.substring(colon + 1));
      return true;
    }

    String remove(String name) {
      return values.remove(name);
    }

    boolean isEmpty() {
      return values.isEmpty();
    }

    Map<String, String> values() {
      return values;
    }

    /** A header's name; HTTP/2 has names that start with a colon, such as {@code :authority}. */
    private static boolean isToken(String name) {
      return !name.isEmpty()
          && name.chars()
              .allMatch(
                  c ->
                      c < 0x80
                          && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~:".indexOf(c) >= 0));
    }
  }
}
