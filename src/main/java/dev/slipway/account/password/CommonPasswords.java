package dev.slipway.account.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The 30,000 passwords that were most frequent in leaked lists, as zxcvbn brings them; 11,000 of
 * them have eight characters or more. They are read for each new password, which takes 15 ms, and
 * not kept, because passwords are set rarely.
 */
final class CommonPasswords {
  private CommonPasswords() {}

  /** Whether the password is one of them, in upper or lower case. */
  static boolean contains(String password) {
    try {
      return StandardDictionaries.PASSWORDS_LOADER
          .load()
          .getFrequencies()
          .contains(password.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException("The list of common passwords can't be read", e);
    }
  }
}
