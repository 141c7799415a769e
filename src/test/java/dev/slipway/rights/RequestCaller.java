package dev.slipway.rights;

import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import dev.slipway.catalogue.access.AccessPolicy.Sharing;
import java.util.Map;

/**
 * Who sends the requests. Those with tokens come first, because the others may revoke tokens and
 * end sessions.
 */
enum RequestCaller {
  UPLOADS_TOKEN("admin", TokenScope.UPLOADS_WRITE),
  READING_TOKEN("admin", TokenScope.VIDEOS_READ),
  WRITING_TOKEN("admin", TokenScope.VIDEOS_WRITE),
  WEBHOOKS_TOKEN("admin", TokenScope.WEBHOOKS),
  SFTP_TOKEN("admin", TokenScope.SFTP),
  LAB_TOKEN("admin", TokenScope.LAB),
  ADMIN_TOKEN("admin", TokenScope.ADMIN),
  UNLIMITED_ADMIN_TOKEN("admin", Credential.TOKEN),
  UNLIMITED_TOKEN("owner", Credential.TOKEN),
  DISABLED_TOKEN("disabled", Credential.TOKEN),
  NOBODY(Sharing.NONE, false),
  LINK_TO_WATCH(Sharing.WATCH, false),
  LINK_TO_DOWNLOAD(Sharing.DOWNLOAD, false),
  ENDED_LINK(Sharing.NONE, true),
  DISABLED("disabled", Credential.SESSION),
  VIEWER("viewer", Credential.SESSION),
  OTHER_CREATOR("other", Credential.SESSION),
  OWNER("owner", Credential.SESSION),
  ADMIN("admin", Credential.SESSION);

  /** The name of the account that owns what is concerned, in {@link #accounts}. */
  static final String OWNER_NAME = "owner";

  enum Credential {
    NONE,
    SESSION,
    TOKEN
  }

  private final String account;
  private final Credential credential;
  private final TokenScope scope;
  private final Sharing sharing;
  private final boolean linkEnded;

  RequestCaller(String account, TokenScope scope) {
    this(account, Credential.TOKEN, scope, Sharing.NONE, false);
  }

  RequestCaller(String account, Credential credential) {
    this(account, credential, null, Sharing.NONE, false);
  }

  RequestCaller(Sharing sharing, boolean linkEnded) {
    this(null, Credential.NONE, null, sharing, linkEnded);
  }

  RequestCaller(
      String account, Credential credential, TokenScope scope, Sharing sharing, boolean linkEnded) {
    this.account = account;
    this.credential = credential;
    this.scope = scope;
    this.sharing = sharing;
    this.linkEnded = linkEnded;
  }

  /** The accounts of all callers. */
  static Map<String, Role> accounts() {
    return Map.of(
        "admin",
        Role.ADMIN,
        OWNER_NAME,
        Role.CREATOR,
        "other",
        Role.CREATOR,
        "viewer",
        Role.VIEWER,
        "disabled",
        Role.ADMIN);
  }

  /** The name of the account in {@link #accounts}; null for a visitor without a login. */
  String account() {
    return account;
  }

  Credential credential() {
    return credential;
  }

  /** What the token is limited to; null if it isn't. */
  TokenScope scope() {
    return scope;
  }

  Sharing sharing() {
    return sharing;
  }

  /** Whether the browser has opened a share link that has ended. */
  boolean isLinkEnded() {
    return linkEnded;
  }

  boolean isLinkPresented() {
    return linkEnded || sharing != Sharing.NONE;
  }

  boolean isDisabled() {
    return "disabled".equals(account);
  }

  /**
   * The caller as the rules know it.
   *
   * @param acceptsTokens whether the endpoint is one for programs
   */
  Caller toCaller(boolean acceptsTokens) {
    return account == null || isDisabled() || credential == Credential.TOKEN && !acceptsTokens
        ? Caller.ANONYMOUS
        : new Caller(account, accounts().get(account));
  }
}
