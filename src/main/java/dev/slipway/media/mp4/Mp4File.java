package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import dev.slipway.media.source.SourceLimitException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the structure of an MP4 or QuickTime file shows without a decoder. The index, which can be
 * anywhere in the file, and the first samples are in the view afterwards.
 *
 * @param problem why the file can't be played; null if the structure is whole
 * @param detail a sentence for people about the problem; null without one
 * @param fragmentedMillis the duration of a fragmented file, whose index doesn't contain it; empty
 *     if it is unknown or the file is not fragmented
 * @param isFragmented whether the samples are in fragments
 */
public record Mp4File(
    Problem problem, String detail, OptionalLong fragmentedMillis, boolean isFragmented) {
  /** Why a file can't be played. */
  public enum Problem {
    /** The file ends before bytes that its index refers to, or in the middle of a box. */
    TRUNCATED,
    NO_INDEX,
    /** The file has too many boxes to visit, and no index at the end. */
    INDEX_NOT_FOUND,
    /** The index is larger than the limit of the view. */
    INDEX_TOO_LARGE,
    /** The index has no samples, and no fragment follows. */
    NO_SAMPLES,
    /** The samples are in another file. */
    REFERENCE,
    ENCRYPTED,
    /**
     * QuickTime's compressed index, which says nothing about its samples without a decompressor.
     */
    COMPRESSED_INDEX,
    DAMAGED
  }

  private static final byte[] FREE = {'f', 'r', 'e', 'e'};

  /** The size of a larger box has 64 bits. */
  private static final long MAX_SMALL_BOX = 0xffffffffL;

  static final Set<String> TYPES_AFTER_INDEX =
      Set.of("moov", "free", "skip", "wide", "udta", "meta", "uuid", "mdat", "mfra");

  /** The first samples are often after the index, where the view has nothing yet. */
  private static final int FIRST_SAMPLES = 2 << 20;

  /**
   * Reads the structure.
   *
   * @param view of a file that begins like MP4 or QuickTime
   */
  public static Mp4File read(LocalView view) {
    try {
      return readBoxes(view);
    } catch (DamagedIndexException e) {
      return problem(Problem.DAMAGED, "The index is damaged: %s.".formatted(e.getMessage()));
    } catch (SourceLimitException e) {
      return problem(
          Problem.INDEX_TOO_LARGE, "The index is larger than %d bytes.".formatted(view.maxBytes()));
    }
  }

  private static Mp4File readBoxes(LocalView view) throws DamagedIndexException {
    var boxes = TopLevelBoxes.scan(view);
    var moov = boxes.first("moov");
    if (moov.isEmpty() && !boxes.reachesEnd()) {
      moov = FileTail.find(view, "moov", TYPES_AFTER_INDEX).map(FileTail.Found::box);
      if (moov.isEmpty()) {
        return problem(
            Problem.INDEX_NOT_FOUND,
            "The index, the box 'moov', is neither among the first %d boxes nor at the end."
                .formatted(boxes.boxes().size()));
      }
      coverBoxes(view, boxes, moov.get());
    }
    if (moov.isEmpty()) {
      return boxes.exceeds(view.size())
          ? problem(Problem.TRUNCATED, "The file ends before its index, the box 'moov'.")
          : problem(Problem.NO_INDEX, "The box 'moov' is missing.");
    }
    if (moov.get().end() > view.size()) {
      return problem(Problem.TRUNCATED, "The file ends within its index, the box 'moov'.");
    }
    view.fetch(moov.get().start(), moov.get().size());
    var index = MovieIndex.read(view, moov.get());
    if (index.isCompressed()) {
      return problem(
          Problem.COMPRESSED_INDEX,
          "The index is compressed. Export the file without this option.");
    }
    if (index.refersToOtherFiles()) {
      return problem(Problem.REFERENCE, "The pictures or the sound are in another file.");
    }
    if (index.isEncrypted()) {
      return problem(Problem.ENCRYPTED, "The pictures are encrypted.");
    }
    if (index.samples().highest() > view.size()) {
      return problem(
          Problem.TRUNCATED,
          "The index refers to %d bytes, but the file has %d."
              .formatted(index.samples().highest(), view.size()));
    }
    fetchFirstSamples(view, index.samples().lowest());
    return index.hasFragments()
        ? readFragments(view, boxes, moov.get(), index.samples().highest() > 0)
        : withoutFragments();
  }

  private static Mp4File withoutFragments() {
    return new Mp4File(null, null, OptionalLong.empty(), false);
  }

  /** Programs visit each box from the beginning on, so what was not fetched must look like one. */
  private static void coverBoxes(LocalView view, TopLevelBoxes boxes, Box moov) {
    var start = boxes.end();
    var size = moov.start() - start;
    if (size > MAX_SMALL_BOX) {
      var header = ByteBuffer.allocate(Box.LARGE_HEADER).putInt(Box.LARGE).put(FREE).putLong(size);
      view.overwrite(start, header.array());
    } else if (size >= Box.HEADER) {
      var header = ByteBuffer.allocate(Box.HEADER).putInt((int) size).put(FREE);
      view.overwrite(start, header.array());
    }
  }

  private static void fetchFirstSamples(LocalView view, long offset) {
    if (offset < view.size()) {
      view.fetch(offset, Math.min(FIRST_SAMPLES, view.remaining()));
    }
  }

  /**
   * @param isFirstInIndex whether the index has the first samples, as ffmpeg writes it without the
   *     option {@code empty_moov}; then the fragments continue them
   */
  private static Mp4File readFragments(
      LocalView view, TopLevelBoxes boxes, Box moov, boolean isFirstInIndex)
      throws DamagedIndexException {
    var last = LastFragment.find(view, boxes);
    if (last.isEmpty()) {
      if (boxes.exceeds(view.size())) {
        return problem(Problem.TRUNCATED, "The file ends in the middle of a fragment.");
      }
      if (!boxes.reachesEnd() || boxes.first("moof").isPresent()) {
        return new Mp4File(null, null, OptionalLong.empty(), true);
      }
      return isFirstInIndex
          ? withoutFragments()
          : problem(
              Problem.NO_SAMPLES,
              "The file has neither pictures nor sound. It is the first segment of a stream"
                  + " (DASH or HLS), and the others are in files of their own.");
    }
    if (!last.get().isWhole()) {
      return problem(Problem.TRUNCATED, "The file ends in the middle of a fragment.");
    }
    var first =
        isFirstInIndex
            ? Optional.<Box>empty()
            : Optional.of(boxes.first("moof").orElse(last.get().moof()));
    var millis =
        Fragment.millisBetween(view, first, last.get().moof(), FragmentDefaults.read(view, moov));
    return new Mp4File(null, null, millis, true);
  }

  private static Mp4File problem(Problem problem, String detail) {
    return new Mp4File(problem, detail, OptionalLong.empty(), false);
  }
}
