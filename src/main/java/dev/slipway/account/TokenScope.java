package dev.slipway.account;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an API token may be limited to. A scope never gives a token more than the role of its
 * account does.
 */
public enum TokenScope {
  UPLOADS_WRITE("uploads:write", "open, send and cancel uploads"),
  VIDEOS_READ("videos:read", "list videos, watch and download them, and receive live changes"),
  VIDEOS_WRITE("videos:write", "edit, share, process and delete videos"),
  WEBHOOKS("webhooks", "manage webhooks and their deliveries"),
  SFTP("sftp", "log in over SFTP: upload, download and delete own videos"),
  LAB("lab", "run the experiments of the lab"),
  ADMIN("admin", "administer the installation");

  private final String text;
  private final String description;

  TokenScope(String text, String description) {
    this.text = text;
    this.description = description;
  }

  /** The stable name, such as {@code uploads:write}. */
  public String text() {
    return text;
  }

  /** What it allows, in words. */
  public String description() {
    return description;
  }

  /** All scopes: a token that isn't limited. */
  public static Set<TokenScope> all() {
    return EnumSet.allOf(TokenScope.class);
  }

  public static Optional<TokenScope> parse(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /** The names, separated by spaces, as in RFC 6749. */
  public static String join(Collection<TokenScope> scopes) {
    return scopes.stream().sorted().map(TokenScope::text).collect(Collectors.joining(" "));
  }

  /** Reads what {@link #join} has written. A scope of a later version allows nothing here. */
  public static Set<TokenScope> split(String text) {
    return Arrays.stream(text.split(" "))
        .map(TokenScope::parse)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(TokenScope.class)));
  }
}
