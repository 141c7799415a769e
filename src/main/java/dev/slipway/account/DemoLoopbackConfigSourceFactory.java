package dev.slipway.account;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.Converters;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * With demo accounts the application listens on loopback, unless {@code QUARKUS_HTTP_HOST} says
 * otherwise: anybody who reaches it can log in.
 */
public class DemoLoopbackConfigSourceFactory implements ConfigSourceFactory {
  /** Below every place where somebody may set the host, above Quarkus's own default. */
  private static final int ORDINAL = 10;

  private static final Converter<Boolean> BOOLEAN_CONVERTER =
      Converters.getImplicitConverter(Boolean.class);

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    var demo = context.getValue("slipway.demo-accounts");
    // By the same converter as everywhere else: it takes 1, yes and on, too.
    if (demo == null || demo.getValue() == null || !BOOLEAN_CONVERTER.convert(demo.getValue())) {
      return List.of();
    }
    return List.of(
        new PropertiesConfigSource(
            Map.of("quarkus.http.host", "127.0.0.1"), "demo accounts", ORDINAL));
  }
}
