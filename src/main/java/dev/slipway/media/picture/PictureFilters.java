package dev.slipway.media.picture;

import dev.slipway.media.picture.FrameDecoder.Output;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The filters of ffmpeg that turn a decoded frame into small pictures: with square pixels, upright,
 * and with the brightness of a standard screen.
 */
final class PictureFilters {
  private static final double MILLIS = 1000;

  /**
   * Width and height that keep the aspect ratio, also if pixels are not square. ffmpeg has rotated
   * the frame already. Even numbers, because colours have half the resolution.
   */
  private static final String SCALE =
      "scale=w='max(2,2*round(iw*sar*min(1,%1$d/max(iw*sar,ih))/2))'"
          + ":h='max(2,2*round(ih*min(1,%1$d/max(iw*sar,ih))/2))',setsar=1";

  /**
   * To the brightness of a standard screen. The properties of the input are set, because many files
   * don't state all of them.
   */
  private static final String TONE_MAPPING =
      "setparams=color_primaries=bt2020:color_trc=%s:colorspace=bt2020nc:range=tv,"
          + "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,"
          + "tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

  private PictureFilters() {}

  /**
   * Returns the graph of filters, whose outputs are named {@code out0}, {@code out1}, and so on.
   *
   * @param gapMillis the least time between two frames; 0 for all frames
   * @param hdr {@code pq} or {@code hlg}; others need no conversion
   */
  static String of(List<Output> outputs, long gapMillis, String hdr) {
    var largest = outputs.stream().mapToInt(Output::maxSide).max().orElseThrow();
    var common = new StringJoiner(",", "[0:V:0]", "");
    if (gapMillis > 0) {
      common.add(
          String.format(
              Locale.ROOT,
              "select='isnan(prev_selected_t)+gte(t-prev_selected_t,%.3f)'",
              gapMillis / MILLIS));
    }
    common.add(SCALE.formatted(largest));
    var transfer = transfer(hdr);
    if (transfer != null) {
      common.add(TONE_MAPPING.formatted(transfer));
    }
    common.add("split=" + outputs.size());
    var graph = new StringBuilder(common.toString());
    for (var index = 0; index < outputs.size(); index++) {
      graph.append("[in%d]".formatted(index));
    }
    for (var index = 0; index < outputs.size(); index++) {
      graph.append(";[in%d]%s[out%d]".formatted(index, convert(outputs.get(index)), index));
    }
    return graph.toString();
  }

  /** Whether ffmpeg was built without the filters for high dynamic range. */
  static boolean isToneMappingMissing(String errors) {
    return errors.contains("No such filter: 'zscale'")
        || errors.contains("No such filter: 'tonemap'");
  }

  /** JPEG has the colour matrix of BT.601 and the full range. */
  private static String convert(Output output) {
    var matrix =
        output.pixelFormat().startsWith("yuv") ? ":out_color_matrix=bt601:out_range=pc" : "";
    return "%s,scale%s,format=%s"
        .formatted(
            SCALE.formatted(output.maxSide()),
            matrix.isEmpty() ? "" : "=" + matrix.substring(1),
            output.pixelFormat());
  }

  private static String transfer(String hdr) {
    if ("pq".equals(hdr)) {
      return "smpte2084";
    }
    return "hlg".equals(hdr) ? "arib-std-b67" : null;
  }
}
