package dev.slipway.web.security;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The origins whose pages may use the API, with a token. */
@ConfigMapping(prefix = "slipway.cors")
interface CorsConfig {
  /** Exact origins, such as {@code https://studio.example}. None by default. */
  Optional<List<String>> origins();
}
