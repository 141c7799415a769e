package dev.slipway.web.security;

/** Another origin that pages may connect to and load media from, such as the object store. */
public interface ContentSource {
  /** Scheme, host and port, as a source in a Content-Security-Policy. */
  String origin();
}
