package dev.slipway.catalogue.listing;

import dev.slipway.account.Caller;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.listing.FilterField.Condition;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.web.Formats;
import dev.slipway.web.QueryString;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryFlag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which videos a listing contains.
 *
 * @param scope whether it lists the trash, what is deleted, or everything else
 * @param access which of these the caller may see
 * @param texts the value of each filter that is set, as it was entered except for case
 */
public record ListingFilter(
    Scope scope,
    Access access,
    Map<FilterField, String> texts,
    Map<FilterField, Condition> conditions) {
  /** The query parameter that selects the trash. */
  private static final String TRASH = "trash";

  /** The query parameter that selects the caller's own videos. */
  private static final String MINE = "mine";

  private static final Set<String> FLAGS =
      Set.of(TRASH, FilterField.ORPHAN.parameter(), FilterField.MISSING.parameter());

  /** Enough for every misspelling in an error message. */
  private static final int MAX_NAME_LENGTH = 50;

  /**
   * @param parameters returns the value of a query parameter, or null; blank values set no filter
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  public static ListingFilter parse(Access access, UnaryOperator<String> parameters) {
    var texts = new EnumMap<FilterField, String>(FilterField.class);
    var conditions = new EnumMap<FilterField, Condition>(FilterField.class);
    for (var field : FilterField.values()) {
      var text = parameters.apply(field.parameter());
      if (text != null && !text.isBlank()) {
        texts.put(field, field.normalized(text));
        conditions.put(field, field.parse(text, access));
      }
    }
    if (texts.containsKey(FilterField.TEXT) && !isOfOneOwner(access, texts)) {
      SearchText.requireIndexed(texts.get(FilterField.TEXT));
    }
    return new ListingFilter(
        scopeOf(parameters.apply(TRASH), texts.get(FilterField.STATUS)),
        access,
        Collections.unmodifiableMap(texts),
        Collections.unmodifiableMap(conditions));
  }

  /**
   * Parses a query string, as {@link #query} writes it.
   *
   * @throws ProblemException {@code invalid-request}, also for parameters that are no filters and
   *     for those without a value
   */
  public static ListingFilter parseQuery(Access access, String query) {
    return parseDecoded(access, decode(query));
  }

  /**
   * Parses the query string of a request, where {@code mine=true} selects the videos of the account
   * that sends it.
   */
  public static ListingFilter parseRequest(Access access, String account, String query) {
    var parameters = new LinkedHashMap<>(decode(query));
    var mine = parameters.remove(MINE);
    if (mine != null && QueryFlag.parse(MINE, requireOnly(MINE, mine))) {
      requireNoOwner(parameters.put(FilterField.OWNER.parameter(), List.of(account)));
    }
    return parseDecoded(access, parameters);
  }

  /**
   * Rejects an owner together with {@code mine=true}.
   *
   * @param owner null without one
   * @throws ProblemException {@code invalid-request}
   */
  static void requireNoOwner(Object owner) {
    if (owner != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Use either 'mine' or 'owner', not both.");
    }
  }

  private static ListingFilter parseDecoded(Access access, Map<String, List<String>> parameters) {
    parameters.forEach(
        (name, values) -> {
          if (!isParameter(name)) {
            throw new ProblemException(
                ErrorCode.INVALID_REQUEST,
                "Unknown filter '%s'. Use: %s."
                    .formatted(SafeText.truncate(name, MAX_NAME_LENGTH), names()));
          }
          var value = requireOnly(name, values);
          if (FLAGS.contains(name)) {
            QueryFlag.parse(name, value);
          }
          // An empty text selects by no words, as in the list.
          if (value.isBlank() && !name.equals(FilterField.TEXT.parameter())) {
            throw FilterField.refusal(name, "has no value. Give it one, or leave it out");
          }
        });
    return parse(access, name -> parameters.containsKey(name) ? parameters.get(name).get(0) : null);
  }

  private static String requireOnly(String name, List<String> values) {
    if (values.size() > 1) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'%s' must be given only once.".formatted(name));
    }
    return values.get(0);
  }

  /** Whether a query parameter is a filter. */
  public static boolean isParameter(String name) {
    return name.equals(TRASH) || FilterField.ofParameter(name).isPresent();
  }

  private static Map<String, List<String>> decode(String query) {
    try {
      return QueryString.parse(query);
    } catch (IllegalArgumentException badEncoding) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The filter must be a query string, such as status=ready&minSize=1%20GB.");
    }
  }

  private static String names() {
    return Stream.concat(
            Arrays.stream(FilterField.values()).map(FilterField::parameter), Stream.of(TRASH, MINE))
        .collect(Collectors.joining(", "));
  }

  /** An index finds the videos of one owner, whatever they are searched for. */
  private static boolean isOfOneOwner(Access access, Map<FilterField, String> texts) {
    var owner = texts.get(FilterField.OWNER);
    return owner != null && !owner.endsWith("*") || access.ownOnly();
  }

  static Scope scopeOf(String trash, String status) {
    if (trash != null && !trash.isBlank() && QueryFlag.parse(TRASH, trash)) {
      return Scope.TRASH;
    }
    return VideoStatus.DELETED.name().equalsIgnoreCase(status) ? Scope.DELETED : Scope.SHOWN;
  }

  /**
   * Returns this filter for videos outside the trash.
   *
   * @param status the only one; null for all
   */
  public ListingFilter withStatus(String status) {
    return parse(access, name -> parameterReplacing(name, status, false));
  }

  /** Returns this filter for the trash, whatever the status was. */
  public ListingFilter inTrash() {
    return parse(access, name -> parameterReplacing(name, null, true));
  }

  private String parameterReplacing(String name, String status, boolean trash) {
    if (name.equals(TRASH)) {
      return String.valueOf(trash);
    }
    return name.equals(FilterField.STATUS.parameter()) ? status : parameter(name);
  }

  /** Returns this filter with times that don't depend on when it is read. */
  public ListingFilter resolvedAt(Instant now) {
    var from = texts.getOrDefault(FilterField.FROM, "");
    var days = FilterValues.parseDaysAgo(from);
    return days.isEmpty()
        ? this
        : parse(
            access,
            name ->
                name.equals(FilterField.FROM.parameter())
                    ? now.minus(days.getAsInt(), ChronoUnit.DAYS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                    : parameter(name));
  }

  /** Returns the filter without conditions: in the trash if it was about it, else outside it. */
  public ListingFilter withoutConditions() {
    return parse(access, name -> name.equals(TRASH) ? parameter(name) : null);
  }

  /**
   * Returns this filter without one of its conditions. Without the owner, the text is left out too
   * if it is too short for a search in all videos.
   */
  public ListingFilter without(FilterField field) {
    var without = EnumSet.of(field);
    var text = texts.get(FilterField.TEXT);
    if (field == FilterField.OWNER && text != null && !SearchText.isIndexed(text)) {
      without.add(FilterField.TEXT);
    }
    return parse(
        access,
        name ->
            FilterField.ofParameter(name).filter(without::contains).isPresent()
                ? null
                : parameter(name));
  }

  /** Returns this filter with another condition, or another value of it. */
  public ListingFilter with(FilterField field, String value) {
    return parse(access, name -> name.equals(field.parameter()) ? value : parameter(name));
  }

  /** The filters in the words of the pages. */
  public List<FilterText> words() {
    return texts.entrySet().stream()
        .map(entry -> FilterText.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The filters as a query string, without the order. */
  public String query() {
    return query(FilterField::parameter);
  }

  /** The query string of an export, whose parameter {@code format} is that of the file. */
  public String exportQuery() {
    return query(field -> field == FilterField.FORMAT ? "container" : field.parameter());
  }

  private String query(Function<FilterField, String> name) {
    var fields =
        texts.entrySet().stream()
            .map(entry -> name.apply(entry.getKey()) + "=" + Formats.urlEncoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    if (scope != Scope.TRASH) {
      return fields;
    }
    return fields.isEmpty() ? TRASH + "=true" : fields + "&" + TRASH + "=true";
  }

  /** Whether it has no conditions and its access is unrestricted. */
  public boolean selectsAllVideos() {
    return conditions.isEmpty() && access.equals(Access.ALL);
  }

  /** Whether it searches on behalf of a caller who may not take all connections for that. */
  boolean needsSlot() {
    return access.isRestricted() || access.ownOnly() && !conditions.isEmpty();
  }

  private String parameter(String name) {
    return name.equals(TRASH)
        ? String.valueOf(scope == Scope.TRASH)
        : FilterField.ofParameter(name).map(texts::get).orElse(null);
  }

  /**
   * Which videos the caller may see, as a condition about the row {@code v}.
   *
   * @param owner the account whose private videos are among them; null for all accounts or none
   * @param ownOnly whether all of them belong to that account
   */
  public record Access(Condition condition, String owner, boolean ownOnly) {
    /** For administrators. */
    public static final Access ALL = new Access(Condition.of("true"), null, false);

    private static final String IS_PUBLIC =
        "v.visibility = 'PUBLIC' and v.status = 'READY' and v.missing_since is null"
            + " and v.delete_after is null";

    /** The access of everybody. */
    static final Access PUBLIC = new Access(Condition.of(IS_PUBLIC), null, false);

    /** The videos of one account. */
    public static Access own(String owner) {
      return new Access(Condition.of("v.owner = ?", owner), owner, true);
    }

    /**
     * The videos of one account, or all.
     *
     * @param owner null for all
     */
    public static Access ownOrAll(String owner) {
      return owner == null ? ALL : own(owner);
    }

    /** The videos that the caller may list. */
    public static Access visibleTo(Caller caller) {
      return switch (AccessPolicy.listScope(caller)) {
        case ALL -> ALL;
        case PUBLIC_AND_OWN -> ownAndPublic(caller.name());
        case PUBLIC -> PUBLIC;
      };
    }

    /** The caller's own videos and what everybody may see. */
    static Access ownAndPublic(String owner) {
      return new Access(Condition.of("v.owner = ? or " + IS_PUBLIC, owner), owner, false);
    }

    /** Whether the caller may only watch some of the videos, not manage all of them. */
    boolean isRestricted() {
      return !ownOnly && !equals(ALL);
    }
  }
}
