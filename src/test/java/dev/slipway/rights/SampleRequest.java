package dev.slipway.rights;

import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.rights.RequestCaller.Credential;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A valid request of an endpoint.
 *
 * @param concern what the request is about
 * @param options see the file of the requests
 * @param body empty for none
 */
record SampleRequest(Endpoint endpoint, Concern concern, Map<String, String> options, String body) {
  /** What the rule depends on, besides the caller. */
  enum Concern {
    NOTHING,
    /** The operations of the policy. */
    WATCH,
    DOWNLOAD,
    MANAGE,
    /**
     * Shown in the pages of other sites, which send no cookies: never private, even for its owner.
     */
    EMBED,
    /** For its owner and administrators. */
    UPLOAD,
    WEBHOOK,
    /** For its owner alone. */
    TOKEN,
    SESSION,
    KEY,
    /** For administrators, by the rule of the endpoint. */
    ACCOUNT,
    ACCOUNT_TOKEN,
    ACCOUNT_KEY,
    /** For everybody who knows the secret in the address. */
    INVITATION,
    SHARE;

    static Concern parse(String text) {
      return text.equals("-") ? NOTHING : valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    boolean isVideo() {
      return List.of(WATCH, DOWNLOAD, MANAGE, EMBED).contains(this);
    }
  }

  /** Which video a request is about. */
  enum VideoState {
    PRIVATE(Visibility.PRIVATE, true),
    UNLISTED(Visibility.UNLISTED, true),
    PUBLIC(Visibility.PUBLIC, true),
    /** As one that is processed, rejected or missing. */
    IN_TRASH(Visibility.PUBLIC, false);

    private final Visibility visibility;
    private final boolean watchable;

    VideoState(Visibility visibility, boolean watchable) {
      this.visibility = visibility;
      this.watchable = watchable;
    }

    Resource toResource(String owner) {
      return new Resource(owner, visibility, watchable);
    }

    Visibility visibility() {
      return visibility;
    }

    boolean isWatchable() {
      return watchable;
    }
  }

  /** The states of the video to try; null alone if the request is not about a video. */
  List<VideoState> states() {
    return concern.isVideo() ? Arrays.asList(VideoState.values()) : Collections.singletonList(null);
  }

  /**
   * Who sends the request. Pages ignore tokens, so one is enough for them, and browsers that have
   * opened a link to a video differ from others only in requests about it.
   */
  List<RequestCaller> callers() {
    return Arrays.stream(RequestCaller.values())
        .filter(caller -> concern.isVideo() || !caller.isLinkPresented())
        .filter(
            caller ->
                acceptsTokens()
                    || caller.credential() != Credential.TOKEN
                    || caller == RequestCaller.UNLIMITED_ADMIN_TOKEN)
        .toList();
  }

  /** Whether the endpoint accepts API tokens. */
  boolean acceptsTokens() {
    return endpoint.path().startsWith("/api/");
  }

  /** Whether what the request is about is another thing afterwards. */
  boolean isChange() {
    return !endpoint.method().equals("GET")
        && concern != Concern.WATCH
        && concern != Concern.DOWNLOAD;
  }

  /** The status of an option; 0 if it isn't there. */
  int status(String option) {
    return Integer.parseInt(options.getOrDefault(option, "0"));
  }

  String name() {
    return endpoint.name()
        + (options.containsKey("query") ? "?" + options.get("query") : "")
        + (body.isEmpty() ? "" : " " + body);
  }
}
