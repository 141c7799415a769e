package dev.slipway.catalogue;

import dev.slipway.web.Page;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The JSON of one page of videos, newest first.
 *
 * @param items each as the caller may see it
 * @param next the cursor of the next page, for the parameter {@code after}; null on the last page
 */
record VideoPage(
    @Schema(type = SchemaType.ARRAY, implementation = VideoView.class)
        List<? extends VideoFacts> items,
    String next) {
  static VideoPage of(Page<? extends VideoFacts, String> page) {
    return new VideoPage(page.items(), page.next());
  }
}
