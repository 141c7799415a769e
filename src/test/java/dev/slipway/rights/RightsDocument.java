package dev.slipway.rights;

import dev.slipway.account.TokenScope;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Answer;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.rights.SampleRequest.Concern;
import dev.slipway.rights.SampleRequest.VideoState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes the rules in the code as tables. */
final class RightsDocument {
  private static final String INTRODUCTION =
      """
      # Rights

      Look up which role and token scope each page and API request needs.

      - [How to read the tables](#how-to-read-the-tables)
      - [What people may do with a video](#what-people-may-do-with-a-video)
      - [Requests about a video](#requests-about-a-video)
      %s
      A test writes this document from the rules in the code, and sends each request as each caller to a running application:
      an endpoint that answers otherwise, or has no rule, fails the build. To update it, run
      `./mvnw test -Dtest=RightsDocumentTest -Dslipway.rights.write=true`.

      ## How to read the tables

      | answer | meaning |
      |---|---|
      | yes | the rule lets the request through; it can still be refused because of what it contains |
      | log in | 401 from the API; a page sends the visitor to the login page, and back |
      | 403 | the caller may know that it exists, but not do this |
      | 404 | the same answer as for something that doesn't exist |

      - **Roles include each other**: an administrator may do what a creator may, and a creator what a viewer may.
      - **Without a login** includes sessions that have ended, and those of disabled accounts. A token that has expired, was
        revoked or belongs to a disabled account gets 401 from every address below `/api`.
      - **Tokens** may do what their account may, unless they are limited to scopes. The column *token* names the scope that a
        limited one needs; *any* means that it needs none, *no* that every token is refused. Pages ignore tokens.
      - **Secrets in an address** give access to everyone who has them: those of share links and invitations.
      - **The store** authenticates itself at `/notifications/s3` in its own way, see [notifications.md](notifications.md).
      - **Addresses that don't exist** below `/api` get 404 after the login; `/api/{path: .*}` stands for them.

      ## What people may do with a video

      *In trash* includes videos that are being processed, rejected or missing: others can't watch them. *Link* is a visitor
      who has opened a share link. A link that has ended permits nothing; on the page of a video and for its download, its visitors get
      403 and an explanation, not the login page.

      """;

  private static final List<RequestCaller> VIDEO_COLUMNS =
      List.of(
          RequestCaller.NOBODY,
          RequestCaller.LINK_TO_WATCH,
          RequestCaller.LINK_TO_DOWNLOAD,
          RequestCaller.VIEWER,
          RequestCaller.OTHER_CREATOR,
          RequestCaller.OWNER,
          RequestCaller.ADMIN);

  private static final List<RequestCaller> COLUMNS =
      List.of(
          RequestCaller.NOBODY,
          RequestCaller.VIEWER,
          RequestCaller.OTHER_CREATOR,
          RequestCaller.OWNER,
          RequestCaller.ADMIN);

  private final List<SampleRequest> samples;

  private RightsDocument(List<SampleRequest> samples) {
    this.samples = samples;
  }

  /** A section with one table. */
  private record Group(String title, Predicate<SampleRequest> contains) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("Administration", sample -> sample.endpoint().rule().equals("admin")),
          new Group("Lab", sample -> isBelow(sample, "/lab", "/api/lab")),
          new Group("Webhooks", sample -> isBelow(sample, "/webhooks", "/api/webhooks")),
          new Group(
              "Logins, accounts and tokens",
              sample ->
                  isBelow(
                      sample,
                      "/account",
                      "/api/me",
                      "/api/tokens",
                      "/tokens",
                      "/login",
                      "/logout",
                      "/invitations")),
          new Group("Lists, uploads and links", sample -> true));

  /** Returns the document in Markdown. */
  static String render() {
    return new RightsDocument(SampleRequests.load()).write();
  }

  private String write() {
    var sections = new LinkedHashMap<String, List<SampleRequest>>();
    for (var i = GROUPS.size() - 1; i >= 0; i--) {
      sections.put(GROUPS.get(i).title(), new ArrayList<>());
    }
    samples.stream()
        .filter(sample -> !sample.concern().isVideo())
        .forEach(sample -> sections.get(groupOf(sample)).add(sample));
    var contents =
        sections.keySet().stream()
            .map(title -> "- [%s](#%s)\n".formatted(title, anchor(title)))
            .collect(Collectors.joining());
    var text = new StringBuilder(INTRODUCTION.formatted(contents));
    text.append(policyTable()).append("\n## Requests about a video\n\n").append(videoTable());
    sections.forEach(
        (title, rows) -> text.append("\n## ").append(title).append("\n\n").append(table(rows)));
    return text.toString();
  }

  private static String groupOf(SampleRequest sample) {
    return GROUPS.stream()
        .filter(group -> group.contains().test(sample))
        .findFirst()
        .orElseThrow()
        .title();
  }

  private static String policyTable() {
    var lines = new ArrayList<String>();
    lines.add(row("to", "a video that is", namesOf(VIDEO_COLUMNS)));
    lines.add(separator(2 + VIDEO_COLUMNS.size()));
    for (var operation : Operation.values()) {
      var statesByAnswers = new LinkedHashMap<List<String>, List<String>>();
      for (var state : VideoState.values()) {
        statesByAnswers
            .computeIfAbsent(answers(operation, state), none -> new ArrayList<>())
            .add(words(state.name()));
      }
      statesByAnswers.forEach(
          (answers, states) ->
              lines.add(row(words(operation.name()), String.join(", ", states), answers)));
    }
    return lines(lines);
  }

  private static List<String> answers(Operation operation, VideoState state) {
    var video = state.toResource(RequestCaller.OWNER_NAME);
    return VIDEO_COLUMNS.stream()
        .map(
            caller -> AccessPolicy.decide(caller.toCaller(true), operation, video, caller::sharing))
        .map(RightsDocument::word)
        .toList();
  }

  private String videoTable() {
    var lines = new LinkedHashSet<String>();
    lines.add(row("request", "operation", List.of("role", "token")));
    lines.add(separator(4));
    for (var sample : samples) {
      if (sample.concern().isVideo()) {
        var endpoint = sample.endpoint();
        lines.add(
            row(
                request(List.of(endpoint.method()), endpoint.path()) + variant(sample),
                sample.concern() == Concern.EMBED
                    ? "embed: unlisted and public ones, 404 otherwise"
                    : words(sample.concern().name()),
                List.of(
                    endpoint.rule().equals(Endpoint.PUBLIC) ? "none" : endpoint.rule(),
                    tokens(sample))));
      }
    }
    return lines(List.copyOf(lines));
  }

  /** The body, if it decides which operation the request is. */
  private String variant(SampleRequest sample) {
    var concerns =
        samples.stream()
            .filter(other -> other.endpoint().equals(sample.endpoint()))
            .map(SampleRequest::concern)
            .distinct()
            .count();
    return concerns > 1 ? " `%s`".formatted(sample.body()) : "";
  }

  /** Requests of one area with the same answers share a row. */
  private static String table(List<SampleRequest> rows) {
    var requests = new LinkedHashMap<List<String>, Map<String, LinkedHashSet<String>>>();
    for (var sample : rows) {
      var key = new ArrayList<>(List.of(area(sample), tokens(sample)));
      COLUMNS.forEach(caller -> key.add(word(DeclaredRules.answer(sample, caller, null))));
      requests
          .computeIfAbsent(key, none -> new LinkedHashMap<>())
          .computeIfAbsent(sample.endpoint().path(), none -> new LinkedHashSet<>())
          .add(sample.endpoint().method());
    }
    var lines = new ArrayList<String>();
    var header = new ArrayList<>(namesOf(COLUMNS));
    lines.add(row("request", header.remove(0), append(header, "token")));
    lines.add(separator(COLUMNS.size() + 2));
    requests.forEach(
        (key, paths) ->
            lines.add(
                row(
                    paths.entrySet().stream()
                        .map(path -> request(path.getValue(), path.getKey()))
                        .collect(Collectors.joining("<br>")),
                    key.get(2),
                    append(key.subList(3, key.size()), key.get(1)))));
    return lines(lines);
  }

  /** The beginning of the path, such as {@code /api/tokens}. */
  private static String area(SampleRequest sample) {
    if (isBelow(sample, "/lab")) {
      return "/lab";
    }
    return Arrays.stream(sample.endpoint().path().split("/"))
        .limit(3)
        .collect(Collectors.joining("/"));
  }

  private static boolean isBelow(SampleRequest sample, String... paths) {
    return Arrays.stream(paths)
        .anyMatch(path -> (sample.endpoint().path() + "/").startsWith(path + "/"));
  }

  private static String tokens(SampleRequest sample) {
    if (!sample.acceptsTokens() || DeclaredRules.isLoginNeeded(sample)) {
      return "no";
    }
    var scopes = DeclaredRules.scopesOf(sample, false);
    var adminScopes = DeclaredRules.scopesOf(sample, true);
    return scopes.equals(adminScopes)
        ? names(scopes)
        : "%s; administrators %s".formatted(names(scopes), names(adminScopes));
  }

  private static String names(Set<TokenScope> scopes) {
    return scopes.isEmpty()
        ? "any"
        : scopes.stream()
            .map(TokenScope::text)
            .map("`%s`"::formatted)
            .collect(Collectors.joining(" and "));
  }

  private static String request(Iterable<String> methods, String path) {
    return "%s `%s`".formatted(String.join(", ", methods), path);
  }

  private static List<String> namesOf(List<RequestCaller> callers) {
    return callers.stream()
        .map(
            caller ->
                switch (caller) {
                  case NOBODY -> "without a login";
                  case LINK_TO_WATCH -> "link";
                  case LINK_TO_DOWNLOAD -> "link with download";
                  case OTHER_CREATOR -> "other creator";
                  default -> words(caller.name());
                })
        .toList();
  }

  private static String word(Answer answer) {
    return switch (answer) {
      case ALLOWED -> "yes";
      case LOG_IN -> "log in";
      case FORBIDDEN -> "403";
      case NOT_FOUND -> "404";
    };
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replace(",", "").replace(' ', '-');
  }

  private static List<String> append(List<String> cells, String last) {
    var all = new ArrayList<>(cells);
    all.add(last);
    return all;
  }

  private static String row(String first, String second, List<String> others) {
    return "| %s | %s | %s |".formatted(first, second, String.join(" | ", others));
  }

  private static String separator(int columns) {
    return "|" + "---|".repeat(columns);
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
