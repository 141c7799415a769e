package dev.slipway.web.security;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Whose pages may use the API, with a token. */
@ConfigMapping(prefix = "slipway.cors")
interface CorsConfig {
  /** Exact origins, such as {@code https://studio.example}. None where it is not set. */
  Optional<List<String>> origins();
}
