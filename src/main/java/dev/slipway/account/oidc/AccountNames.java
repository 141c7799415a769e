package dev.slipway.account.oidc;

import dev.slipway.audit.AuditLog;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the name of a new account from a claim. Letters lose their accents and capitals, and other
 * characters that account names can't contain become a hyphen: {@code Zoë@example.com} is {@code
 * zoe-example.com}.
 */
final class AccountNames {
  private static final int MAX_LENGTH = 64;

  private AccountNames() {}

  /**
   * @param claim may be null
   * @return empty if no name can be made of it
   */
  static Optional<String> from(String claim) {
    if (claim == null) {
      return Optional.empty();
    }
    var name =
        Normalizer.normalize(claim.strip(), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+|-+$", "");
    if (name.length() > MAX_LENGTH) {
      name = name.substring(0, MAX_LENGTH);
    }
    return name.isEmpty() || AuditLog.RESERVED_ACTORS.contains(name)
        ? Optional.empty()
        : Optional.of(name);
  }
}
