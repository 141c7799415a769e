package dev.slipway.web.assets;

import dev.slipway.web.path.PathPrefix;
import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The files in {@code META-INF/resources}, by names such as {@code web/page.js}. Each is prepared
 * at its first use and kept; in development mode it is read again at each use.
 */
@Singleton
class Assets {
  /** The folder of the addresses that contain a hash: {@code /assets/<hash>/web/page.js}. */
  static final String FOLDER = "assets/";

  /** The number of folders that such an address has in addition to the name of the file. */
  static final int FOLDER_DEPTH = 2;

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)+\\.(?:css|js|svg)");

  /** Files of others, which are no modules. */
  private static final String VENDOR_FOLDER = "vendor/";

  private final PathPrefix prefix;
  private final boolean filesChange;
  private final ModuleLinker linker = new ModuleLinker(Assets::shortModule, this::path);
  private final Map<String, Asset> files = new ConcurrentHashMap<>();
  private final Map<String, Asset> linkedFiles = new ConcurrentHashMap<>();

  Assets(PathPrefix prefix, LaunchMode mode) {
    this.prefix = prefix;
    this.filesChange = mode == LaunchMode.DEVELOPMENT;
  }

  /** The address from which pages load a file, with the path prefix and the hash. */
  String address(String name) {
    return prefix.addTo("/" + path(name));
  }

  /** Whether a file can be sent at once, because it was sent in this coding before. */
  boolean isPrepared(String name, boolean linked, ContentCoding coding) {
    var asset = (linked ? linkedFiles : files).get(name);
    return asset != null && asset.isEncoded(coding) && !filesChange;
  }

  /**
   * Returns a file; empty if there is none with this name.
   *
   * @param linked whether a module contains the modules that it imports
   */
  Optional<Asset> find(String name, boolean linked) {
    return linked ? find(name, linkedFiles, this::readLinked) : find(name, files, Assets::read);
  }

  private Optional<Asset> find(
      String name, Map<String, Asset> prepared, Function<String, Optional<byte[]>> read) {
    var known = prepared.get(name);
    if (known != null && !filesChange) {
      return Optional.of(known);
    }
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return read.apply(name)
        .map(content -> prepared.merge(name, new Asset(name, content), Asset::unlessChangedIn));
  }

  private String path(String name) {
    return FOLDER + find(name, true).orElseThrow(() -> missing(name)).hash() + "/" + name;
  }

  private Optional<byte[]> readLinked(String name) {
    var content = read(name);
    return name.endsWith(".js") && !name.startsWith(VENDOR_FOLDER)
        ? content.map(module -> linker.link(name).getBytes(StandardCharsets.UTF_8))
        : content;
  }

  /** A module without comments and indentation, which are a quarter of its bytes. */
  private static Optional<String> shortModule(String name) {
    return text(name)
        .map(text -> ModuleScanner.withoutComments(new ModuleSource(name, text)).text());
  }

  private static Optional<String> text(String name) {
    return read(name).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> read(String name) {
    try (var in = Assets.class.getResourceAsStream("/META-INF/resources/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("META-INF/resources contains no file " + name);
  }
}
