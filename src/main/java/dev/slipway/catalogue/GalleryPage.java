package dev.slipway.catalogue;

import java.util.List;

/** What the gallery shows. */
record GalleryPage(List<VideoView> videos, String next, boolean first) {}
