package dev.slipway.account.administration;

import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountDirectory.Filter;
import dev.slipway.web.problem.QueryEnum;
import java.util.Locale;

/** Parses what to list from the parameters of a request. */
final class AccountFilters {
  private static final int MAX_NAME_LENGTH = 64;

  private AccountFilters() {}

  /** A parameter that is null or blank selects all. */
  static Filter parse(String q, String role, String status) {
    return new Filter(
        isAbsent(q) ? null : prefix(q),
        isAbsent(role) ? null : QueryEnum.parse(Role.class, "role", role),
        isAbsent(status) ? null : QueryEnum.parse(AccountStatus.class, "status", status));
  }

  private static boolean isAbsent(String parameter) {
    return parameter == null || parameter.isBlank();
  }

  private static String prefix(String q) {
    var text = q.strip().toLowerCase(Locale.ROOT);
    return text.length() <= MAX_NAME_LENGTH ? text : text.substring(0, MAX_NAME_LENGTH + 1);
  }
}
