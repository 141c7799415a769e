package dev.slipway.faults;

import dev.slipway.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Delays the first request for one part until its signed URL has expired. */
final class UrlExpiryDelay implements TcpInterceptor {
  private static final Pattern SIGNING_TIME = Pattern.compile("[?&]X-Amz-Date=(\\w+)");
  private static final Pattern LIFETIME = Pattern.compile("[?&]X-Amz-Expires=(\\d+)");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  /** Stores compare times in whole seconds. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Pattern requestLine;
  private final AtomicBoolean delayed = new AtomicBoolean();

  UrlExpiryDelay(int part) {
    this.requestLine = Pattern.compile("PUT \\S*[?&]partNumber=%d[& ]".formatted(part));
  }

  @Override
  public byte[] intercept(Direction direction, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (direction == Direction.TO_SERVER
        && requestLine.matcher(text).lookingAt()
        && delayed.compareAndSet(false, true)) {
      var expiry = expiryOf(text).plus(MARGIN);
      var timeout = Duration.between(Instant.now(), expiry).plus(MARGIN);
      Eventually.holds("the URL has expired", timeout, () -> Instant.now().isAfter(expiry));
    }
    return bytes;
  }

  private static Instant expiryOf(String request) {
    return TIMESTAMP
        .parse(firstGroup(SIGNING_TIME, request), Instant::from)
        .plusSeconds(Long.parseLong(firstGroup(LIFETIME, request)));
  }

  private static String firstGroup(Pattern pattern, String request) {
    var matcher = pattern.matcher(request);
    if (!matcher.find()) {
      throw new AssertionError("The request is not signed: " + request);
    }
    return matcher.group(1);
  }
}
