package dev.slipway.web.security;

/** An origin beside our own that pages may talk to and show media from. */
public interface ContentSource {
  /** Scheme, host and port, as a source of a Content-Security-Policy. */
  String origin();
}
