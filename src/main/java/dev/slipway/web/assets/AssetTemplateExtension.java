package dev.slipway.web.assets;

import io.quarkus.arc.Arc;
import io.quarkus.qute.TemplateExtension;

/** Provides the addresses of files to every template: {@code {asset:url('web/base.css')}}. */
@TemplateExtension(namespace = "asset")
class AssetTemplateExtension {
  private AssetTemplateExtension() {}

  static String url(String name) {
    return Arc.container().instance(Assets.class).get().address(name);
  }
}
