package dev.slipway.faults;

import dev.slipway.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Holds back the first request for one part until its signed URL has expired. */
final class UrlExpiryDelay implements TcpInterceptor {
  private static final Pattern SIGNED = Pattern.compile("[?&]X-Amz-Date=(\\w+)");
  private static final Pattern LIFETIME = Pattern.compile("[?&]X-Amz-Expires=(\\d+)");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  /** Stores count whole seconds. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Pattern head;
  private final AtomicBoolean held = new AtomicBoolean();

  UrlExpiryDelay(int part) {
    this.head = Pattern.compile("PUT \\S*[?&]partNumber=%d[& ]".formatted(part));
  }

  @Override
  public byte[] on(Way way, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (way == Way.THERE && head.matcher(text).lookingAt() && held.compareAndSet(false, true)) {
      var end = expiry(text).plus(MARGIN);
      var wait = Duration.between(Instant.now(), end).plus(MARGIN);
      Eventually.holds("the URL has expired", wait, () -> Instant.now().isAfter(end));
    }
    return bytes;
  }

  private static Instant expiry(String request) {
    return SECONDS
        .parse(first(SIGNED, request), Instant::from)
        .plusSeconds(Long.parseLong(first(LIFETIME, request)));
  }

  private static String first(Pattern pattern, String request) {
    var matcher = pattern.matcher(request);
    if (!matcher.find()) {
      throw new AssertionError("Not signed: " + request);
    }
    return matcher.group(1);
  }
}
