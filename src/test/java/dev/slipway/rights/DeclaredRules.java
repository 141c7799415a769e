package dev.slipway.rights;

import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import dev.slipway.account.token.TokenRequirements;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Answer;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.rights.RequestCaller.Credential;
import dev.slipway.rights.SampleRequest.Concern;
import dev.slipway.rights.SampleRequest.VideoState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the rules in the code say about a request: the annotation of the endpoint, the scopes of
 * tokens and the access policy.
 */
final class DeclaredRules {
  private static final String OWNER = RequestCaller.OWNER_NAME;

  private DeclaredRules() {}

  /**
   * @param state of the video; null if the request is not about one
   */
  static Answer answer(SampleRequest sample, RequestCaller caller, VideoState state) {
    if (caller == RequestCaller.DISABLED_TOKEN && sample.acceptsTokens()) {
      // An invalid token is always an error, also where no login is needed.
      return Answer.LOG_IN;
    }
    var known = caller.toCaller(sample.acceptsTokens());
    var byRole = byRole(sample.endpoint().rule(), known);
    if (!byRole.isAllowed()) {
      return byRole;
    }
    if (caller.credential() == Credential.TOKEN
        && sample.acceptsTokens()
        && !allowsToken(sample, known, caller.scope())) {
      return Answer.FORBIDDEN;
    }
    var answer = byConcern(sample.concern(), caller, known, state);
    return answer == Answer.LOG_IN && caller.isLinkEnded() && sample.status("ended-link") == 403
        ? Answer.FORBIDDEN
        : answer;
  }

  /**
   * The scopes that a token needs; empty if any token will do.
   *
   * @param isAdmin whether it is an administrator's
   */
  static Set<TokenScope> scopesOf(SampleRequest sample, boolean isAdmin) {
    var scopes = EnumSet.noneOf(TokenScope.class);
    var endpoint = sample.endpoint();
    TokenRequirements.scopeOf(endpoint.method(), endpoint.path(), isAdmin).ifPresent(scopes::add);
    TokenScope.parse(sample.options().getOrDefault("scope", "")).ifPresent(scopes::add);
    return scopes;
  }

  static boolean isLoginNeeded(SampleRequest sample) {
    return TokenRequirements.isLoginNeeded(sample.endpoint().method(), sample.endpoint().path());
  }

  /** What the policy says about a video of the owner. */
  static Answer aboutVideo(Concern concern, RequestCaller caller, VideoState state) {
    return byConcern(concern, caller, caller.toCaller(true), state);
  }

  private static Answer byRole(String rule, Caller caller) {
    if (rule.equals(Endpoint.PUBLIC)) {
      return Answer.ALLOWED;
    }
    if (!caller.isLoggedIn()) {
      return Answer.LOG_IN;
    }
    return rule.equals(Endpoint.LOGGED_IN) || caller.hasRole(role(rule))
        ? Answer.ALLOWED
        : Answer.FORBIDDEN;
  }

  private static Role role(String rule) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No role is called '%s'".formatted(rule)));
  }

  /**
   * @param scope null if the token isn't limited
   */
  private static boolean allowsToken(SampleRequest sample, Caller caller, TokenScope scope) {
    return !isLoginNeeded(sample)
        && (scope == null
            || Set.of(scope).containsAll(scopesOf(sample, caller.hasRole(Role.ADMIN))));
  }

  private static Answer byConcern(
      Concern concern, RequestCaller caller, Caller known, VideoState state) {
    return switch (concern) {
      case WATCH -> byPolicy(Operation.WATCH, caller, known, state);
      case DOWNLOAD -> byPolicy(Operation.DOWNLOAD, caller, known, state);
      case MANAGE -> byPolicy(Operation.MANAGE, caller, known, state);
      case EMBED ->
          state.isWatchable() && state.visibility() != Visibility.PRIVATE
              ? Answer.ALLOWED
              : Answer.NOT_FOUND;
      case UPLOAD, WEBHOOK ->
          AccessPolicy.decide(known, Operation.MANAGE, Resource.managedOnly(OWNER));
      case TOKEN, SESSION, KEY -> known.owns(OWNER) ? Answer.ALLOWED : Answer.NOT_FOUND;
      case NOTHING, ACCOUNT, ACCOUNT_TOKEN, ACCOUNT_KEY, INVITATION, SHARE -> Answer.ALLOWED;
    };
  }

  private static Answer byPolicy(
      Operation operation, RequestCaller caller, Caller known, VideoState state) {
    return AccessPolicy.decide(known, operation, state.toResource(OWNER), caller::sharing);
  }
}
