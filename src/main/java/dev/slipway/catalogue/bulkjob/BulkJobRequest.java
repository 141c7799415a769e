package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Account;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.storage.RandomId;
import dev.slipway.web.KebabCase;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A valid request for a bulk job.
 *
 * @param parameter the new visibility or owner; null for other actions
 * @param filter null if videos are named
 * @param ids empty unless videos are named
 * @param onlyOwner limits the job to the videos of this account; null for all accounts
 */
record BulkJobRequest(
    BulkAction action, String parameter, ListingFilter filter, List<String> ids, String onlyOwner) {
  /** More are selected by a filter. A request has 300 kB at most. */
  static final int MAX_IDS = 10_000;

  private static final Pattern TRASH_PARAMETER = Pattern.compile("(?:^|&)trash=");

  private static final Set<BulkAction> ACTIONS_OF_OWNERS =
      EnumSet.of(BulkAction.DELETE, BulkAction.RESTORE, BulkAction.VISIBILITY);

  /**
   * @param account that sends the request
   * @param onlyOwner the same account; null for an administrator
   * @throws ProblemException {@code invalid-request}; {@code forbidden} for an action that only
   *     administrators can begin
   */
  static BulkJobRequest parse(BulkJobInput input, String account, String onlyOwner) {
    if (input == null) {
      throw refusal("Send JSON with 'action', and with either 'filter' or 'ids'.");
    }
    var action = parseAction(input.action());
    if (onlyOwner != null && !ACTIONS_OF_OWNERS.contains(action)) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "Only administrators can begin a bulk job with the action '%s'.".formatted(action.key()));
    }
    requireOnly(action == BulkAction.VISIBILITY, "visibility", input.visibility());
    requireOnly(action == BulkAction.OWNER, "owner", input.owner());
    var isOfIds = input.ids() != null;
    if (isOfIds == (input.filter() != null || Boolean.TRUE.equals(input.all()))) {
      throw refusal(
          "Send either 'ids', or 'filter' with the parameters of the listing. For all videos, send"
              + " \"all\": true.");
    }
    return new BulkJobRequest(
        action,
        parseParameter(action, input),
        isOfIds ? null : parseFilter(action, input, account, onlyOwner),
        isOfIds ? parseIds(input.ids()) : List.of(),
        onlyOwner);
  }

  private static BulkAction parseAction(String text) {
    return KebabCase.find(BulkAction.class, Objects.requireNonNullElse(text, ""))
        .orElseThrow(
            () ->
                refusal(
                    "'action' must be one of "
                        + Arrays.stream(BulkAction.values())
                            .map(BulkAction::key)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static void requireOnly(boolean isNeeded, String name, String value) {
    var isSet = value != null && !value.isBlank();
    if (isNeeded && !isSet) {
      throw refusal("The action '%s' needs the field '%s'.".formatted(name, name));
    }
    if (!isNeeded && isSet) {
      throw refusal("'%s' is for the action '%s' only.".formatted(name, name));
    }
  }

  private static String parseParameter(BulkAction action, BulkJobInput input) {
    return switch (action) {
      case VISIBILITY -> Visibility.parse(input.visibility()).lowerCaseName();
      case OWNER -> requireOwner(input.owner().strip());
      case DELETE, RESTORE, RETRY, PROBE -> null;
    };
  }

  private static String requireOwner(String name) {
    if (!canOwnVideos(name)) {
      throw refusal("'owner' must be an account that may upload. Check its name.");
    }
    return name;
  }

  /** Whether there is an account with this name that may upload. */
  static boolean canOwnVideos(String name) {
    return name.indexOf('\0') < 0
        && Account.<Account>findByIdOptional(name)
            .filter(Account::isActive)
            .filter(Account::mayUpload)
            .isPresent();
  }

  private static ListingFilter parseFilter(
      BulkAction action, BulkJobInput input, String account, String onlyOwner) {
    var filter =
        ListingFilter.parseRequest(
            Access.ownOrAll(onlyOwner), account, queryOf(action, input.filter()));
    if (filter.texts().isEmpty() && !Boolean.TRUE.equals(input.all())) {
      throw refusal(
          "This filter has no condition, so it selects all videos. Add one, or send \"all\": true.");
    }
    if (filter.scope() == Scope.DELETED) {
      throw refusal("Videos that were deleted permanently can't be changed.");
    }
    if ((action == BulkAction.RESTORE) != (filter.scope() == Scope.TRASH)) {
      throw refusal(
          action == BulkAction.RESTORE
              ? "Only videos in the trash can be restored. Remove trash=false from the filter."
              : "Videos in the trash can only be restored. Remove trash=true from the filter.");
    }
    return onlyOwner == null ? filter : limit(filter, onlyOwner);
  }

  /** The query string of the filter; that of {@code restore} is about the trash. */
  private static String queryOf(BulkAction action, String filter) {
    var query = Objects.requireNonNullElse(filter, "");
    if (action != BulkAction.RESTORE || TRASH_PARAMETER.matcher(query).find()) {
      return query;
    }
    return query.isEmpty() ? "trash=true" : query + "&trash=true";
  }

  /** Names the owner in the filter as well, where everybody reads it. */
  private static ListingFilter limit(ListingFilter filter, String onlyOwner) {
    var owner = filter.texts().get(FilterField.OWNER);
    if (owner != null && !owner.equals(onlyOwner)) {
      throw refusal("Remove 'owner' from the filter: you can only change your own videos.");
    }
    return filter.with(FilterField.OWNER, onlyOwner);
  }

  private static List<String> parseIds(List<String> ids) {
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw refusal(
          "'ids' must have the ids of 1 to %,d videos. Use 'filter' for more.".formatted(MAX_IDS));
    }
    if (ids.stream().anyMatch(id -> id == null || !RandomId.isValid(id))) {
      throw refusal("Each of the 'ids' must be the id of a video.");
    }
    return ids.stream().distinct().toList();
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
  }
}
