package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.DemoAccount;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The responses of all ways to log in and out: the login page, session cookies, redirects. */
@ApplicationScoped
public class LoginResponses {
  static final String HOME = "/";

  /**
   * Clears what the browser keeps of this origin, such as pages to go back to and the handles of
   * uploaded files. Not sent below a path, because the origin then belongs to others as well. The
   * directive for cookies would also delete those of other ports and subdomains.
   */
  private static final String CLEAR_SITE_DATA = "\"cache\", \"storage\"";

  private static final URI LOGIN = URI.create("/login");
  private static final URI VIDEOS = URI.create("/videos");
  private static final Pattern VIDEO = Pattern.compile("/videos/(?!mine$|trash$)[^/]+");

  private final LoginConfig config;
  private final LoginService logins;
  private final SessionCookies cookies;
  private final Accounts accounts;
  private final ExternalLogin external;
  private final PathPrefix prefix;

  LoginResponses(
      LoginConfig config,
      LoginService logins,
      SessionCookies cookies,
      Accounts accounts,
      ExternalLogin external,
      PathPrefix prefix) {
    this.config = config;
    this.logins = logins;
    this.cookies = cookies;
    this.accounts = accounts;
    this.external = external;
    this.prefix = prefix;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance login(LoginPage page);

    static native TemplateInstance logout(LogoutPage page);

    private Templates() {}
  }

  /**
   * The data of the login page.
   *
   * @param returnTo the page to go to after the login
   * @param username as typed before or as a link gives it, or null
   * @param error why the login failed, or null
   * @param unsaved whether people sent a form after their session had ended
   * @param local whether people can log in with a password
   * @param external another login to offer, or null
   */
  record LoginPage(
      String returnTo,
      String username,
      String error,
      boolean unsaved,
      boolean local,
      ExternalLogin.Offer external,
      List<DemoAccount> demoAccounts) {
    /**
     * Whether people come from the page of a video, because they may not see it without a login.
     */
    public boolean returnsToVideo() {
      return VIDEO.matcher(path()).matches();
    }

    /** Whether people come from a page that requires a login. Everybody may see the gallery. */
    public boolean returnsToPage() {
      return !path().equals(HOME) && !path().equals(VIDEOS.getPath());
    }

    private String path() {
      return URI.create(returnTo).getPath();
    }

    /** The query of the address of the external login. */
    public String externalQuery() {
      var query = "?return=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
      // People whom the other system sent back with an error may want to log in there as another.
      var isSentBack = error != null && username == null;
      return isSentBack ? query + "&switch=true" : query;
    }
  }

  /**
   * The page that leads on to the logout at another system.
   *
   * @param name of the other system
   * @param url at which people log out there
   */
  record LogoutPage(String name, URI url) {}

  /**
   * Returns the login page.
   *
   * @param username as typed before or as a link gives it, or null
   * @param error why the login failed, or null
   */
  public Response.ResponseBuilder page(
      Response.Status status, String returnTo, String username, String error) {
    return page(status, returnTo, username, error, false);
  }

  /** Returns the login page for a visitor who has not tried to log in yet. */
  Response form(String returnTo, String username, boolean unsaved) {
    return page(Response.Status.OK, returnTo, username, null, unsaved).build();
  }

  private Response.ResponseBuilder page(
      Response.Status status, String returnTo, String username, String error, boolean unsaved) {
    var page =
        new LoginPage(
            localPage(returnTo).toString(),
            username,
            error,
            unsaved,
            config.local(),
            external.offer().orElse(null),
            config.local() ? accounts.demoAccounts() : List.of());
    return Response.status(status).entity(Templates.login(page));
  }

  /**
   * Sets the cookies of a session that has begun, and redirects to the page that was asked for. If
   * another account used the browser before, has it delete what that account left.
   *
   * @param former the account that the browser was logged in as, or an empty text
   */
  public Response.ResponseBuilder loggedIn(
      HttpServerRequest request, String former, Account account, String token, String returnTo) {
    var response =
        Response.seeOther(pageAfterLogin(account, returnTo))
            .cookie(cookies.of(token, request), cookies.ofAccount(account.name, request));
    var isOther =
        former.isEmpty()
            ? cookies.areOfAnother(account.name, request)
            : !former.equals(account.name);
    return isOther ? clearSiteData(response) : response;
  }

  /**
   * Ends the browser's session, deletes its cookie, and redirects to the login page or, if the
   * session began at another system, to the logout there. A redirect of a form can't leave this
   * site, because the Content-Security-Policy restricts the targets of forms, so a page does that.
   */
  public Response.ResponseBuilder logOut(HttpServerRequest request, UriInfo uri) {
    var token = sessionToken(request);
    var loginPage = uri.getBaseUri().resolve(prefix.addTo(LOGIN.getPath()));
    var elsewhere = Optional.ofNullable(token).flatMap(sent -> external.logOutUrl(sent, loginPage));
    logins.logOut(token, ClientAddress.of(request));
    var response =
        elsewhere
            .map(url -> Response.ok(Templates.logout(new LogoutPage(externalName(), url))))
            .orElseGet(() -> Response.seeOther(LOGIN));
    return clearSiteData(response.cookie(cookies.expired(request)));
  }

  private String externalName() {
    return external.offer().map(ExternalLogin.Offer::name).orElse("");
  }

  /** The token of the browser's session, or null. */
  public String sessionToken(HttpServerRequest request) {
    return cookies.tokenOf(request);
  }

  /**
   * Returns the page if it belongs to this application, otherwise the home page, so that a link to
   * the login can't redirect to another site by {@code //elsewhere} or {@code https://elsewhere}. A
   * backslash, which browsers treat as a slash, is not allowed in a URI. The path may start with
   * the prefix, as the browser's address bar shows it.
   */
  public URI localPage(String returnTo) {
    try {
      var path = prefix.removeFrom(returnTo);
      var uri = new URI(path);
      var isLocal = path.startsWith("/") && !path.startsWith("//") && uri.getAuthority() == null;
      return isLocal ? uri : URI.create(HOME);
    } catch (URISyntaxException e) {
      return URI.create(HOME);
    }
  }

  /** Viewers start at the videos, because the home page is for uploading. */
  private URI pageAfterLogin(Account account, String returnTo) {
    return returnTo.equals(HOME) && !account.mayUpload() ? VIDEOS : localPage(returnTo);
  }

  /** What the browser has kept for one account is not for the next one. */
  private Response.ResponseBuilder clearSiteData(Response.ResponseBuilder response) {
    return prefix.isEmpty() ? response.header("Clear-Site-Data", CLEAR_SITE_DATA) : response;
  }
}
