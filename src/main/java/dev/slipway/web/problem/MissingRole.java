package dev.slipway.web.problem;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.util.Objects;
import java.util.stream.Stream;

/** Explains to a person who is logged in which role the requested page needs. */
final class MissingRole {
  /** Spelled out, because the account package depends on this one. */
  static final String ADMIN = "admin";

  private static final String CREATOR = "creator";

  private MissingRole() {}

  /**
   * @param page that was refused; null if it is unknown
   * @param account the name of the visitor
   */
  static String explain(ResourceInfo page, String account) {
    return switch (roleOf(page)) {
      case ADMIN -> "This page is for administrators. You are logged in as %s.".formatted(account);
      // Only viewers lack this role.
      case CREATOR ->
          ("This page is for people who upload. You are logged in as %s, who can only watch. Ask an"
                  + " administrator for the role Creator.")
              .formatted(account);
      default ->
          "You are logged in as %s. Ask an administrator for a role that may open this page."
              .formatted(account);
    };
  }

  /** The rule of the endpoint, or else that of its class. */
  private static String roleOf(ResourceInfo page) {
    if (page == null || page.getResourceMethod() == null) {
      return "";
    }
    return Stream.<AnnotatedElement>of(page.getResourceMethod(), page.getResourceClass())
        .map(element -> element.getAnnotation(RolesAllowed.class))
        .filter(Objects::nonNull)
        .findFirst()
        .map(rule -> String.join(" ", rule.value()))
        .orElse("");
  }
}
