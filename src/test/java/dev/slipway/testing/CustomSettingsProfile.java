package dev.slipway.testing;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/**
 * Features with other settings than the defaults: small parts, pages of other sites that use the
 * API or embed the player, a metadata key that was rotated, a trash in which nothing expires for
 * longer than the tests take, and webhooks that are sent again soon. Each application costs half a
 * minute of a build, so one has all of them.
 */
public final class CustomSettingsProfile implements QuarkusTestProfile {
  /** Files of this size and larger are sent in parts. */
  public static final int PARTS_FROM = 6 << 20;

  /** The smallest size that stores accept. */
  public static final int PART_SIZE = 5 << 20;

  /** The setting that has the origin of the other site, on which no server listens yet. */
  public static final String CORS_ORIGINS = "slipway.cors.origins";

  public static final String CURRENT_METADATA_KEY = "the current key of thirty-two chars";
  public static final String PREVIOUS_METADATA_KEY = "the previous key of thirty-two chars";

  /** Shorter than the lifetime of a URL if the caller asks for none. */
  public static final Duration LONGEST_URL_LIFETIME = Duration.ofMinutes(30);

  /** Two retries, a tenth of a second apart. */
  public static final int WEBHOOK_ATTEMPTS = 3;

  public static final int REQUESTS_PER_WEBHOOK = 2;
  public static final int WEBHOOK_REQUESTS = 4;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        entry("slipway.uploads.parts-from", Integer.toString(PARTS_FROM)),
        entry("slipway.uploads.part-size", Integer.toString(PART_SIZE)),
        entry(CORS_ORIGINS, "http://127.0.0.1:" + FreePort.find()),
        // The site at localhost may embed the player, the one at 127.0.0.1 may not.
        entry("slipway.embed.ancestors", "http://localhost:*"),
        entry("slipway.urls.longest", LONGEST_URL_LIFETIME.toString()),
        entry("slipway.metadata.key", CURRENT_METADATA_KEY),
        entry("slipway.metadata.previous-keys", "an older key, " + PREVIOUS_METADATA_KEY),
        entry("slipway.trash.start-delay", "1H"),
        entry("slipway.webhooks.retry-delays", "PT0.1S,PT0.1S"),
        entry("slipway.webhooks.timeout", "10S"),
        entry("slipway.webhooks.lease", "30S"),
        entry("slipway.webhooks.concurrency", Integer.toString(WEBHOOK_REQUESTS)),
        entry("slipway.webhooks.concurrency-per-webhook", Integer.toString(REQUESTS_PER_WEBHOOK)));
  }
}
