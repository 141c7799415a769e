package dev.slipway.web.problem;

/**
 * Rejects a request whose token is valid but limited to something else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750,
 *     insufficient_scope</a>
 */
public class InsufficientScopeException extends ProblemException {
  private final String scope;

  /**
   * @param scope the one that the request needs, such as {@code videos:write}
   */
  public InsufficientScopeException(String scope) {
    super(
        ErrorCode.INSUFFICIENT_SCOPE,
        "This needs a token with the scope '%s'. Create one on the page Tokens.".formatted(scope));
    this.scope = scope;
  }

  /** The challenge for the header {@code WWW-Authenticate}. */
  String challenge() {
    return "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope);
  }
}
