package dev.slipway.catalogue.live;

import dev.slipway.account.Caller;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.ListScope;
import dev.slipway.catalogue.live.VideoChange.Kind;
import java.util.Optional;

/**
 * Which changes a client gets.
 *
 * @param caller who asked
 * @param video the only video that it follows, which it may see; null to follow all
 * @param isShared whether a share link lets it see that video
 */
record ChangeFilter(Caller caller, String video, boolean isShared) {
  /** The name of the account; empty without a login. */
  String account() {
    return caller.isLoggedIn() ? caller.name() : "";
  }

  /** Whether the client gets the changes of all videos. */
  boolean all() {
    return AccessPolicy.listScope(caller) == ListScope.ALL;
  }

  /** Returns the event for the client; empty if the change doesn't concern it. */
  Optional<LiveEvent> apply(VideoChange change) {
    if (video != null && !video.equals(change.videoId())) {
      return Optional.empty();
    }
    if (AccessPolicy.isManager(caller, change.owner())) {
      return Optional.of(LiveEvent.of(change, change.kind().name(), change.status()));
    }
    if (change.kind() == Kind.PROCESSING) {
      return Optional.empty();
    }
    if (video != null) {
      // Without the status, which only public videos tell.
      return Optional.of(
          change.isReachable() || isShared
              ? LiveEvent.of(change, Kind.UPDATED.name(), null)
              : LiveEvent.end(change));
    }
    if (change.isPublic()) {
      var event = change.wasPublic() ? Kind.UPDATED : Kind.ADDED;
      return Optional.of(LiveEvent.of(change, event.name(), change.status()));
    }
    return change.wasPublic()
        ? Optional.of(LiveEvent.of(change, LiveEvent.REMOVED, null))
        : Optional.empty();
  }
}
