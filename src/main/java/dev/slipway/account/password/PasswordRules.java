package dev.slipway.account.password;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a new password has to fulfil: length, and not being easy to guess. Any character is allowed
 * and none is required.
 */
public final class PasswordRules {
  public static final int MIN_CHARACTERS = 8;

  /** Of UTF-8, so that nobody makes the server hash a large text. */
  public static final int MAX_BYTES = 1024;

  private static final String PRODUCT = "slipway";

  /** A shorter name occurs in other words by chance. */
  private static final int MIN_NAME_LENGTH = 3;

  private PasswordRules() {}

  /**
   * Returns why a password can't be used for an account: a sentence that says what to do, or empty
   * if the password is acceptable.
   *
   * @param accountName which doesn't count towards the length
   */
  public static Optional<String> findProblem(String password, String accountName) {
    if (!hasValidLength(password)) {
      return Optional.of(
          "The password must have at least %d characters, and at most %,d bytes in UTF-8."
              .formatted(MIN_CHARACTERS, MAX_BYTES));
    }
    if (CommonPasswords.contains(password)) {
      return Optional.of(
          "This password is one of the most common ones, which attackers try first. Choose another"
              + " one, such as several words that don't belong together.");
    }
    if (length(withoutContext(password, accountName)) < MIN_CHARACTERS) {
      return Optional.of(
          "The name of the account and the word '%s' are easy to guess. Add at least %d other characters, or choose another password."
              .formatted(PRODUCT, MIN_CHARACTERS));
    }
    return Optional.empty();
  }

  /** Whether a password is neither too short nor too long. */
  public static boolean hasValidLength(String password) {
    var normalized = Normalizer.normalize(password, Normalizer.Form.NFC);
    return length(normalized) >= MIN_CHARACTERS
        && normalized.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String withoutContext(String password, String accountName) {
    var rest = password.toLowerCase(Locale.ROOT).replace(PRODUCT, "");
    return accountName.length() < MIN_NAME_LENGTH ? rest : rest.replace(accountName, "");
  }
}
