package dev.slipway.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The actions that this version records, in words for people. A test compares the list with the
 * code that records them.
 */
public final class AuditActions {
  /** A word without a dot names the kind of thing that the actions below it begin with. */
  private static final Map<String, String> WORDS =
      parse(
          """
          access: Access
          access.denied: Access refused
          account: Accounts
          account.changed: Account changed
          account.claimed: Account configured
          account.created: Account created
          account.disabled: Account disabled
          account.emptied: Work after an account's removal ended
          account.enabled: Account enabled
          account.invited: Account invited
          account.linked: Account linked to an identity
          account.removed: Account removed
          account.reset: Password of an account reset
          account.unlinked: Account unlinked from an identity
          audit: Audit log
          audit.expired: Old audit entries deleted
          audit.exported: Audit log exported
          bulk: Bulk jobs
          bulk.began: Bulk job started
          bulk.failed: Bulk job failed
          bulk.finished: Bulk job finished
          bulk.resumed: Bulk job resumed
          bulk.stopped: Bulk job stopped
          bulk.undone: Bulk job undone
          captions: Captions
          captions.added: Captions added
          captions.deleted: Captions deleted
          captions.replaced: Captions replaced
          dashboard: Dashboard
          dashboard.rebuilt: Dashboard counted again
          deletion: URLs that delete
          deletion.signed: URL for deletion signed
          fault: Fault lab
          fault.ended: Fault ended
          fault.started: Fault started
          invitation: Invitations
          invitation.used: Invitation used
          invitation.withdrawn: Invitation withdrawn
          key: SSH keys
          key.added: SSH key added
          key.removed: SSH key removed
          login: Logins
          login.ended: Logged out
          login.failed: Login failed
          login.succeeded: Logged in
          login.throttled: Too many failed logins
          notification: Notifications
          notification.replayed: Notification processed again
          object: Objects
          object.removed: Unwanted object removed
          password: Passwords
          password.changed: Password changed
          password.refused: Change of the password refused
          poster: Posters
          poster.chosen: Poster chosen
          poster.refused: Poster refused
          poster.reset: Poster reset to automatic
          processing: Processing
          processing.dead: Processing given up
          processing.dismissed: Failed processing dismissed
          processing.failed: Attempt to process failed
          processing.requested: Processing requested
          processing.started: Processing started
          reconciliation: Reconciliations
          reconciliation.asked: Reconciliation requested
          share: Share links
          share.created: Share link created
          share.opened: Share link opened
          share.refused: Wrong password of a share link
          share.revoked: Share link revoked
          token: API tokens
          token.created: Token created
          token.refused: Expired token refused
          token.revoked: Token revoked
          upload: Uploads
          upload.aborted: Upload aborted
          upload.edited: Upload edited
          upload.expired: Upload expired
          upload.opened: Upload opened
          upload.recovered: Upload recovered
          upload.resigned: New upload URL signed
          video: Videos
          video.claimed: Video assigned to its owner
          video.corrected: Video corrected to what the store reports
          video.deleted: Video deleted permanently
          video.edited: Video edited
          video.found: Object found in the store again
          video.missing: Object missing from the store
          video.moved: Video moved to another owner
          video.probed: Format read
          video.purged: Video removed from the store
          video.ready: Video ready
          video.rejected: Video rejected
          video.renditions: Renditions made
          video.replaced: Video replaced
          video.restored: Video restored from the trash
          video.stored: Video stored
          video.trashed: Video moved to the trash
          video.unreadable: Owner of a video unknown
          videos: List of videos
          videos.exported: List of videos exported
          view: Saved views
          view.deleted: View deleted
          view.saved: View saved
          webhook: Webhooks
          webhook.changed: Webhook changed
          webhook.created: Webhook created
          webhook.deleted: Webhook deleted
          webhook.disabled: Webhook disabled
          webhook.enabled: Webhook enabled
          webhook.replayed: Delivery of a webhook repeated
          webhook.rotated: Webhook secret replaced
          """);

  private AuditActions() {}

  /**
   * The actions in words, by their codes. A code without a dot, such as {@code login}, comes before
   * the actions that begin with it, and its words name them all.
   */
  public static Map<String, String> words() {
    return WORDS;
  }

  /** Returns an action in words, also one that only another version records. */
  public static String describe(String action) {
    if (action.isEmpty()) {
      return action;
    }
    var text = action.replace('.', ' ');
    return WORDS.getOrDefault(action, Character.toUpperCase(text.charAt(0)) + text.substring(1));
  }

  private static Map<String, String> parse(String lines) {
    var words = new LinkedHashMap<String, String>();
    lines.lines().map(line -> line.split(": ", 2)).forEach(parts -> words.put(parts[0], parts[1]));
    return Collections.unmodifiableMap(words);
  }
}
