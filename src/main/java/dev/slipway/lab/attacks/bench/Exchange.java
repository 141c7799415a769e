package dev.slipway.lab.attacks.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.web.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request of an experiment with its answer, both as sent.
 *
 * @param title what it does, in a few words
 */
public record Exchange(String title, Sent request, Answer answer) {

  /** Who receives a request. The lower-case name is in the JSON. */
  public enum Receiver {
    STORE,
    WEBHOOK,
    /** The code of an endpoint, called in the application with the rights of the caller. */
    APPLICATION;

    @JsonValue
    public String value() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A request.
   *
   * @param signed what the URL permits; null if it is not signed
   * @param bodySize in bytes; 0 without a body
   * @param body its beginning, with a dot for each byte that is not printable; null without a body
   */
  public record Sent(
      Receiver to,
      StoreRequest.Signed signed,
      String method,
      String url,
      Map<String, String> headers,
      int bodySize,
      String body) {
    private static final int MAX_BODY_LENGTH = 4_000;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^\\n -~]");

    public Sent {
      headers = new LinkedHashMap<>(headers);
    }

    static Sent of(StoreRequest request) {
      return of(
          Receiver.STORE,
          request.signed(),
          request.method(),
          request.url().toString(),
          request.headers(),
          request.body());
    }

    public static Sent of(
        Receiver to, String method, String url, Map<String, String> headers, byte[] body) {
      return of(to, null, method, url, headers, body);
    }

    private static Sent of(
        Receiver to,
        StoreRequest.Signed signed,
        String method,
        String url,
        Map<String, String> headers,
        byte[] body) {
      var text = body == null ? null : show(body);
      return new Sent(to, signed, method, url, headers, body == null ? 0 : body.length, text);
    }

    private static String show(byte[] body) {
      var lines = new String(body, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
      var text = NOT_PRINTABLE.matcher(lines);
      return SafeText.truncate(text.replaceAll("."), MAX_BODY_LENGTH);
    }
  }
}
