package dev.slipway.web.assets;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A style, module or icon in the form in which it is sent. */
final class Asset {
  static final int HASH_LENGTH = 16;

  private final byte[] content;
  private final String hash;
  private final String contentType;
  private final Map<ContentCoding, byte[]> bodies = new ConcurrentHashMap<>();

  Asset(String name, byte[] content) {
    this.content = content;
    this.hash = hashOf(content);
    this.contentType = contentTypeOf(name);
  }

  /** Returns this asset if the newer one has the same content, because this one is compressed. */
  Asset unlessChangedIn(Asset newer) {
    return hash.equals(newer.hash) ? this : newer;
  }

  /** The start of the content's SHA-256. */
  String hash() {
    return hash;
  }

  String contentType() {
    return contentType;
  }

  /** Compresses the content at the first call, which takes a moment. */
  byte[] body(ContentCoding coding) {
    return bodies.computeIfAbsent(coding, each -> each.encode(content));
  }

  /** Whether {@link #body} returns at once. */
  boolean isEncoded(ContentCoding coding) {
    return bodies.containsKey(coding);
  }

  /** Each coding has its own, because caches combine byte ranges of responses with equal ETags. */
  String etag(ContentCoding coding) {
    return "\"" + hash + "-" + coding.token() + "\"";
  }

  /** Whether an {@code If-None-Match} header names the ETag. Proxies that compress weaken it. */
  boolean matches(String ifNoneMatch, ContentCoding coding) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(tag -> tag.strip().replaceFirst("^W/", ""))
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag(coding)));
  }

  private static String hashOf(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String contentTypeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".css" -> "text/css; charset=utf-8";
      case ".js" -> "text/javascript; charset=utf-8";
      default -> "image/svg+xml; charset=utf-8";
    };
  }
}
