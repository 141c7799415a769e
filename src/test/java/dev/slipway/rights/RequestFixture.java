package dev.slipway.rights;

import dev.slipway.account.SecretToken;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.catalogue.access.AccessPolicy.Sharing;
import dev.slipway.rights.RequestCaller.Credential;
import dev.slipway.rights.SampleRequest.VideoState;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.SharedSessions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The accounts with their logins, and the things that the requests for one endpoint are about. Each
 * endpoint gets its own, because some requests end sessions or use up limits.
 */
final class RequestFixture {
  static final String UNKNOWN_ID = "a".repeat(26);
  private static final String PREFIX = "test-rights-";

  /** No background task processes videos of another bucket. */
  private static final String BUCKET = "slipway-rights-test";

  private static final Pattern ID = Pattern.compile("\"id\":\"([a-z2-7]{26})\"");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final DataSource database;
  private final RequestSender sender;
  private final String sessionCookie;
  private final String suffix = newId();
  private final Map<RequestCaller, Map<String, String>> credentials =
      new EnumMap<>(RequestCaller.class);

  /**
   * What a request is about.
   *
   * @param id for the parameters of the path that are ids, or the secret in the address
   * @param account whose it is, if administrators name the account
   * @param cookies of visitors who have opened a share link
   */
  record Subject(String id, String account, Map<RequestCaller, String> cookies) {
    static final Subject NONE = new Subject("", "", Map.of());
    static final Subject UNKNOWN = new Subject(UNKNOWN_ID, PREFIX + "unknown", Map.of());
  }

  RequestFixture(DataSource database, RequestSender sender) {
    this.database = database;
    this.sender = sender;
    this.sessionCookie = SharedSessions.cookiesOf("viewer").keySet().iterator().next();
    RequestCaller.accounts().forEach((name, role) -> insertAccount(accountOf(name), role.name()));
    update("update account set disabled_at = now() where name = ?", accountOf("disabled"));
    for (var caller : RequestCaller.values()) {
      credentials.put(caller, createCredential(caller));
    }
  }

  /** Leaves accounts that nobody can use, because audit entries refer to their names. */
  static void cleanUp(DataSource database) {
    var owned = PREFIX + "%";
    update(database, "delete from share_link where created_by like ?", owned);
    update(
        database,
        "delete from video_caption where video_id in (select id from video where bucket = ?)",
        BUCKET);
    update(database, "delete from video where bucket = ?", BUCKET);
    update(database, "delete from account_invitation where account like ?", owned);
    update(database, "delete from account_identity where account like ?", owned);
    update(database, "delete from api_token where account like ?", owned);
    update(database, "delete from ssh_key where account like ?", owned);
    update(database, "delete from login_session where account like ?", owned);
    update(
        database,
        "update account set disabled_at = now() where name like ? and removed_at is null",
        owned);
  }

  /** The headers with which the caller asks for something. */
  Map<String, String> headersOf(RequestCaller caller, Subject subject) {
    return subject.cookies().containsKey(caller)
        ? Map.of("Cookie", subject.cookies().get(caller))
        : credentials.get(caller);
  }

  /**
   * Creates what a request is about.
   *
   * @param state of a video; null for other things
   * @param shared whether visitors have opened share links to it
   */
  Subject createSubject(SampleRequest sample, VideoState state, boolean shared) {
    var owner = accountOf(RequestCaller.OWNER_NAME);
    return switch (sample.concern()) {
      case NOTHING -> Subject.NONE;
      case WATCH, DOWNLOAD, MANAGE, EMBED -> createVideo(owner, state, shared);
      case UPLOAD ->
          createByApi(
              "/api/uploads",
              """
              {"fileName": "a.mp4", "contentType": "video/mp4", "size": 3}""");
      case WEBHOOK ->
          createByApi(
              "/api/webhooks",
              """
              {"url": "https://receiver.invalid/hooks", "events": ["video.ready"]}""");
      case TOKEN -> new Subject(insertToken(owner, newSecret(), null), owner, Map.of());
      case SESSION -> new Subject(insertSession(owner, newSecret()), owner, Map.of());
      case KEY -> new Subject(insertKey(owner), owner, Map.of());
      case ACCOUNT -> new Subject("", createAccount(), Map.of());
      case ACCOUNT_TOKEN -> {
        var account = createAccount();
        yield new Subject(insertToken(account, newSecret(), null), account, Map.of());
      }
      case ACCOUNT_KEY -> {
        var account = createAccount();
        yield new Subject(insertKey(account), account, Map.of());
      }
      case INVITATION -> new Subject(insertInvitation(createAccount()), "", Map.of());
      case SHARE -> {
        var secret = newSecret();
        var video = createVideo(owner, VideoState.PRIVATE, false);
        insertLink(video.id(), owner, secret, Sharing.WATCH, true);
        yield new Subject(secret.text(), "", Map.of());
      }
    };
  }

  /** The version of a row of a video, which changes with each update. */
  String versionOf(Subject video) {
    try (var connection = database.getConnection();
        var query = connection.prepareStatement("select xmin::text from video where id = ?")) {
      query.setString(1, video.id());
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : "deleted";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> createCredential(RequestCaller caller) {
    var secret = newSecret();
    if (caller.credential() == Credential.SESSION) {
      insertSession(accountOf(caller.account()), secret);
      return Map.of("Cookie", sessionCookie + "=" + secret.text());
    }
    if (caller.credential() == Credential.TOKEN) {
      var scope = caller.scope() == null ? null : caller.scope().text();
      insertToken(accountOf(caller.account()), secret, scope);
      return Map.of("Authorization", "Bearer " + secret.text());
    }
    return Map.of();
  }

  private Subject createVideo(String owner, VideoState state, boolean shared) {
    var id = newId();
    update(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
          status, visibility, size, etag, container, media_type, video_codec, stored_at, stored_by,
          catalogued_at, version, delete_after)
        values (?, ?, 'videos/rights/' || ?, 1, true, ?, 'Title', 'a.mp4', 'READY', ?, 3, 'e', 'mp4',
          'video/mp4', 'h264', now(), 'NOTIFICATION', now(), 0,
          case when ? then null else now() + interval '7 days' end)
        """,
        id,
        BUCKET,
        id,
        owner,
        state.visibility().name(),
        state.isWatchable());
    var cookies = new HashMap<RequestCaller, String>();
    for (var caller : RequestCaller.values()) {
      if (shared && caller.isLinkPresented()) {
        cookies.put(caller, openLink(id, owner, caller));
      }
    }
    return new Subject(id, owner, cookies);
  }

  /** Returns the cookie of a browser that has opened a link to the video. */
  private String openLink(String video, String owner, RequestCaller visitor) {
    var link = insertLink(video, owner, newSecret(), visitor.sharing(), !visitor.isLinkEnded());
    var grant = newSecret();
    update(
        """
        insert into share_grant (token_hash, link_id, created_at, expires_at)
        select ?, id, created_at, expires_at from share_link where id = ?
        """,
        grant.hash(),
        link);
    return "slipway_share_%s_%d=%s.%s".formatted(link, RequestSender.port(), grant.text(), video);
  }

  private String insertLink(
      String video, String owner, SecretToken secret, Sharing sharing, boolean active) {
    var id = newId();
    update(
        """
        insert into share_link (id, video_id, token_hash, sealed_token, download_allowed, created_by,
          created_at, expires_at)
        values (?, ?, ?, '-', ?, ?, now() - interval '2 days',
          now() + case when ? then interval '1 day' else interval '-1 day' end)
        """,
        id,
        video,
        secret.hash(),
        sharing == Sharing.DOWNLOAD,
        owner,
        active);
    return id;
  }

  private Subject createByApi(String path, String body) {
    var headers = credentials.get(RequestCaller.OWNER);
    var created = sender.send("POST", path, "application/json", body, headers);
    var id = ID.matcher(created.body());
    if (created.status() != 201 || !id.find()) {
      throw new AssertionError("POST %s: %s".formatted(path, created));
    }
    return new Subject(id.group(1), "", Map.of());
  }

  private String createAccount() {
    var name = PREFIX + newId();
    insertAccount(name, "VIEWER");
    return name;
  }

  private void insertAccount(String name, String role) {
    update(
        "insert into account (name, role, demo, created_at) values (?, ?, false, now())",
        name,
        role);
  }

  private String insertSession(String account, SecretToken secret) {
    var id = newId();
    update(
        """
        insert into login_session (id, token_hash, account, created_at, expires_at, last_used_at)
        values (?, ?, ?, now(), now() + interval '1 day', now())
        """,
        id,
        secret.hash(),
        account);
    return id;
  }

  private String insertToken(String account, SecretToken secret, String scope) {
    var id = newId();
    update(
        """
        insert into api_token (id, token_hash, account, name, scopes, created_at, expires_at)
        values (?, ?, ?, 'test', ?, now(), now() + interval '1 day')
        """,
        id,
        secret.hash(),
        account,
        scope);
    return id;
  }

  private String insertKey(String account) {
    var id = newId();
    update(
        """
        insert into ssh_key (id, account, name, fingerprint, type, public_key, created_at)
        values (?, ?, 'test', ?, 'ssh-ed25519', 'ssh-ed25519 none', now())
        """,
        id,
        account,
        "SHA256:" + id + "A".repeat(17));
    return id;
  }

  private String insertInvitation(String account) {
    var secret = newSecret();
    update(
        """
        insert into account_invitation (account, token_hash, created_by, created_at, expires_at)
        values (?, ?, 'admin', now(), now() + interval '1 day')
        """,
        account,
        secret.hash());
    return secret.text();
  }

  private String accountOf(String name) {
    return PREFIX + name + "-" + suffix;
  }

  private static String newId() {
    return RandomId.random(RANDOM).value();
  }

  private static SecretToken newSecret() {
    return SecretToken.random(RANDOM, ApiTokens.PREFIX);
  }

  private void update(String statement, Object... parameters) {
    update(database, statement, parameters);
  }

  private static void update(DataSource database, String statement, Object... parameters) {
    try (Connection connection = database.getConnection();
        var prepared = connection.prepareStatement(statement)) {
      for (var i = 0; i < parameters.length; i++) {
        prepared.setObject(i + 1, parameters[i]);
      }
      prepared.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }
}
