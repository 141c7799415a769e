package dev.slipway.web.assets;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Serves styles, modules and icons, compressed.
 *
 * <p>An address with the hash of the content is cached for ever. During a rolling upgrade a page of
 * one version can reach a replica of the other one, which doesn't have the requested content. It
 * returns its own file with that name, as it would without hashes, and no cache may keep it.
 *
 * <p>An address without a hash, from which other sites import a module, is revalidated on each use.
 */
@ApplicationScoped
class AssetFilter {
  /** After all checks, before everything that needs a thread. */
  private static final int PRIORITY = 100;

  private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int NOT_MODIFIED = 304;
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "/(?:%s(?<hash>[0-9a-f]{%d})/)?(?<name>%s)"
              .formatted(Assets.FOLDER, Asset.HASH_LENGTH, Assets.NAME));

  private final Assets assets;

  AssetFilter(Assets assets) {
    this.assets = assets;
  }

  void register(@Observes Filters filters) {
    filters.register(this::serve, PRIORITY);
  }

  private void serve(RoutingContext context) {
    var address = ADDRESS.matcher(context.normalizedPath());
    if (!METHODS.contains(context.request().method()) || !address.matches()) {
      context.next();
      return;
    }
    var hash = address.group("hash");
    var coding = ContentCoding.acceptedBy(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
    find(context, address.group("name"), hash != null, coding)
        .onFailure(context::fail)
        .onSuccess(
            asset ->
                asset.ifPresentOrElse(found -> send(context, found, coding, hash), context::next));
  }

  private Future<Optional<Asset>> find(
      RoutingContext context, String name, boolean linked, ContentCoding coding) {
    return assets.isPrepared(name, linked, coding)
        ? Future.succeededFuture(assets.find(name, linked))
        : context.vertx().executeBlocking(() -> prepare(name, linked, coding), false);
  }

  private Optional<Asset> prepare(String name, boolean linked, ContentCoding coding) {
    var asset = assets.find(name, linked);
    asset.ifPresent(found -> found.body(coding));
    return asset;
  }

  private static void send(
      RoutingContext context, Asset asset, ContentCoding coding, String requestedHash) {
    var request = context.request();
    var response = context.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl(asset, requestedHash))
        .putHeader(HttpHeaders.ETAG, asset.etag(coding));
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (asset.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), coding)) {
      response.setStatusCode(NOT_MODIFIED).end();
      return;
    }
    var body = asset.body(coding);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
        // Vert.x compresses nothing that has a coding, and removes 'identity'.
        .putHeader(HttpHeaders.CONTENT_ENCODING, coding.token())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }

  private static String cacheControl(Asset asset, String requestedHash) {
    if (requestedHash == null) {
      return "no-cache";
    }
    return requestedHash.equals(asset.hash()) ? IMMUTABLE : "no-store";
  }
}
