package dev.slipway.lab.signature.request;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a curl command: method, URL and headers, including those that curl sets itself.
 *
 * @see <a href="https://curl.se/docs/manpage.html">The curl manual</a>
 */
final class CurlCommand {
  /** Short options that have a value. */
  private static final String SHORT_WITH_VALUE = "AbcCdDeEFHKmoPQrtTuUwxXyYz";

  /** Long options that have a value and don't change the request in a way that is compared. */
  private static final Set<String> LONG_WITH_VALUE =
      Set.of(
          "--output",
          "--cookie-jar",
          "--max-time",
          "--connect-timeout",
          "--connect-to",
          "--resolve",
          "--proxy",
          "--retry",
          "--retry-delay",
          "--retry-max-time",
          "--cacert",
          "--cert",
          "--key",
          "--write-out",
          "--dump-header",
          "--limit-rate",
          "--interface",
          "--config",
          "--proxy-user",
          "--proxy-header",
          "--aws-sigv4",
          "--expect100-timeout",
          "--max-redirs",
          "--trace",
          "--trace-ascii",
          "--stderr",
          "--unix-socket",
          "--ciphers",
          "--tls-max",
          "--dns-servers",
          "--keepalive-time");

  private final ShellWords words;
  private final SentRequest.Headers headers = new SentRequest.Headers();
  private final Set<String> removedHeaders = new HashSet<>();
  private String method;
  private String url;
  private boolean cutByShell;
  private StringBuilder data;
  private boolean hasDataFile;
  private boolean hasForm;
  private boolean uploads;
  private boolean streams;
  private boolean head;
  private boolean get;
  private int next = 1;

  private CurlCommand(ShellWords words) {
    this.words = words;
  }

  static boolean matches(String text) {
    return text.matches("(?s)(?:\\S*[/\\\\])?curl(?:\\.exe)?\\s.*");
  }

  static SentRequest parse(String text) {
    var command = new CurlCommand(ShellWords.split(text));
    command.readWords();
    return command.toRequest();
  }

  private void readWords() {
    while (next < words.size()) {
      var word = words.get(next++);
      if (word.startsWith("--") && word.length() > 2) {
        option(word);
      } else if (word.startsWith("-") && word.length() > 1) {
        shortOptions(word);
      } else if (isUrl(word) || url == null && word.contains("://")) {
        url(word);
      } else if (word.equals("|") || word.equals(">") || word.equals(";") || word.equals("&&")) {
        return;
      }
    }
  }

  /** One word can contain several options, and the value of the last: {@code -sXPUT}. */
  private void shortOptions(String word) {
    for (var i = 1; i < word.length(); i++) {
      var letter = word.charAt(i);
      if (SHORT_WITH_VALUE.indexOf(letter) < 0) {
        flag("-" + letter);
        continue;
      }
      var rest = word.substring(i + 1);
      value("-" + letter, rest.isEmpty() ? nextWord() : rest);
      return;
    }
  }

  private void option(String word) {
    switch (word) {
      case "--head", "--get" -> flag(word);
      case "--request",
          "--header",
          "--upload-file",
          "--data",
          "--data-raw",
          "--data-binary",
          "--data-ascii",
          "--data-urlencode",
          "--json",
          "--form",
          "--form-string",
          "--url",
          "--user",
          "--user-agent",
          "--referer",
          "--cookie",
          "--range" ->
          value(word, nextWord());
      default -> {
        if (LONG_WITH_VALUE.contains(word)) {
          nextWord();
        }
      }
    }
  }

  private void flag(String option) {
    switch (option) {
      case "-I", "--head" -> head = true;
      case "-G", "--get" -> get = true;
      default -> {
        // Flags such as -s, -v and -L don't change what is compared.
      }
    }
  }

  private void value(String option, String value) {
    switch (option) {
      case "-X", "--request" -> method = value;
      case "-H", "--header" -> header(value);
      case "-T", "--upload-file" -> {
        uploads = true;
        streams = value.equals("-") || value.equals(".");
      }
      case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode" ->
          data(option, value);
      case "--json" -> {
        data(option, value);
        headers.addDefault("content-type", "application/json");
      }
      case "-F", "--form", "--form-string" -> hasForm = true;
      case "--url" -> url(value);
      case "-u", "--user" -> headers.add("authorization", "Basic …");
      case "-A", "--user-agent" -> headers.add("user-agent", value);
      case "-e", "--referer" -> headers.add("referer", value);
      case "-b", "--cookie" -> headers.add("cookie", value);
      case "-r", "--range" -> headers.add("range", "bytes=" + value);
      default -> {
        // Values such as the output file don't change what is compared.
      }
    }
  }

  private void url(String word) {
    url = word;
    cutByShell = words.isCut(next - 1);
  }

  /** {@code Name:} without a value removes a header that curl would set. */
  private void header(String line) {
    if (line.endsWith(";") && line.indexOf(':') < 0) {
      headers.add(line.substring(0, line.length() - 1), "");
    } else if (line.stripTrailing().endsWith(":") && line.indexOf(':') > 0) {
      removedHeaders.add(line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT));
    } else {
      headers.addLine(line);
    }
  }

  private void data(String option, String value) {
    hasDataFile |= value.startsWith("@") && !option.equals("--data-raw");
    hasDataFile |= option.equals("--data-urlencode");
    if (data == null) {
      data = new StringBuilder();
    } else {
      data.append('&');
    }
    data.append(value);
  }

  private SentRequest toRequest() {
    var sendsBody = (data != null || hasForm) && !get && !head;
    if (sendsBody) {
      headers.addDefault(
          "content-type",
          data == null ? "multipart/form-data" : "application/x-www-form-urlencoded");
    }
    if (sendsBody && data != null && !hasDataFile) {
      var length = data.toString().getBytes(StandardCharsets.UTF_8).length;
      headers.addDefault("content-length", Integer.toString(length));
    }
    removedHeaders.forEach(headers::remove);
    var automatic = new HashSet<>(Set.of("host", "user-agent", "accept"));
    if (uploads && !streams || sendsBody) {
      automatic.add("content-length");
    }
    if (streams) {
      headers.addDefault("transfer-encoding", "chunked");
    }
    automatic.removeAll(removedHeaders);
    return new SentRequest(
        SentRequest.Kind.CURL, methodOf(sendsBody), url, headers.values(), automatic, cutByShell);
  }

  private String methodOf(boolean sendsBody) {
    if (method != null) {
      return method;
    }
    if (head) {
      return "HEAD";
    }
    if (uploads) {
      return "PUT";
    }
    return sendsBody ? "POST" : "GET";
  }

  private String nextWord() {
    return next < words.size() ? words.get(next++) : "";
  }

  private static boolean isUrl(String word) {
    return word.startsWith("http://") || word.startsWith("https://");
  }
}
