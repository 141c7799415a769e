package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoView;
import java.util.List;

/** What the gallery shows. */
record GalleryPage(List<VideoView> videos, String next, boolean first) {}
