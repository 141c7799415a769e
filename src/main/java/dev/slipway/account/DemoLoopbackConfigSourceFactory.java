package dev.slipway.account;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Converters;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Binds the application to loopback while demo accounts are enabled, because anyone who reaches it
 * can log in with a published password. {@code QUARKUS_HTTP_HOST} overrides it, also for the
 * management port.
 */
public class DemoLoopbackConfigSourceFactory implements ConfigSourceFactory {
  /**
   * Quarkus ranks its built-in defaults lower, and every source that an operator can set higher.
   */
  private static final int ORDINAL = 10;

  private static final String HTTP_HOST = "quarkus.http.host";
  private static final String MANAGEMENT_HOST = "quarkus.management.host";
  private static final String LOOPBACK = "127.0.0.1";

  private static final Converter<Boolean> BOOLEAN_CONVERTER =
      Converters.getImplicitConverter(Boolean.class);

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    var demo = context.getValue("slipway.demo-accounts");
    // The converter that other settings use: it accepts 1, yes and on as well.
    if (demo == null || demo.getValue() == null || !BOOLEAN_CONVERTER.convert(demo.getValue())) {
      return List.of();
    }
    var settings =
        isSet(context.getValue(HTTP_HOST))
            ? Map.<String, String>of()
            : Map.of(HTTP_HOST, LOOPBACK, MANAGEMENT_HOST, LOOPBACK);
    return List.of(new PropertiesConfigSource(settings, "demo accounts", ORDINAL));
  }

  private static boolean isSet(ConfigValue host) {
    return host != null && host.getValue() != null && host.getConfigSourceOrdinal() > ORDINAL;
  }
}
