package dev.slipway.lab.capacity;

import static dev.slipway.lab.capacity.Amounts.bits;
import static dev.slipway.lab.capacity.Amounts.bytes;
import static dev.slipway.lab.capacity.Amounts.number;

import dev.slipway.uploads.multipart.PartPlan;
import java.util.List;

/** Calculates what the uploads and the viewers need: bandwidth, requests, rows and storage. */
final class LoadFigures {
  private final Inputs in;
  private final Estimate estimate;

  LoadFigures(Inputs in, Estimate estimate) {
    this.in = in;
    this.estimate = estimate;
  }

  List<FigureGroup> groups() {
    return List.of(
        in.volume() == Volume.HOURS ? volumeOfHours() : volumeOfUsers(),
        requests(),
        database(),
        storageAndViewers());
  }

  private FigureGroup volumeOfHours() {
    return new FigureGroup(
        "Uploads",
        Figure.bits(
            "bandwidth",
            "Bandwidth",
            "%s h × 3,600 s ÷ 60 s × %s Mbit/s".formatted(text(Input.HOURS), text(Input.BITRATE)),
            estimate.bitsPerSecond()),
        Figure.bytes(
            "bytes-per-day",
            "Data per day",
            bits(estimate.bitsPerSecond()) + " ÷ 8 × 86,400 s",
            estimate.bytesPerDay()),
        Figure.bytes(
            "file-size",
            "Size of a file",
            "%s min × 60 s × %s Mbit/s ÷ 8".formatted(text(Input.LENGTH), text(Input.BITRATE)),
            estimate.fileSize()),
        Figure.number(
            "files-per-day",
            "Files per day",
            "%s ÷ %s".formatted(bytes(estimate.bytesPerDay()), bytes(estimate.fileSize())),
            estimate.filesPerDay()),
        filesPerSecond());
  }

  private FigureGroup volumeOfUsers() {
    return new FigureGroup(
        "Uploads",
        Figure.number(
            "files-per-day",
            "Files per day",
            "%s people × %s%%".formatted(text(Input.USERS), text(Input.SHARE)),
            estimate.filesPerDay()),
        filesPerSecond(),
        Figure.bytes(
            "bytes-per-day",
            "Data per day",
            "%s files × %s MB".formatted(number(estimate.filesPerDay()), text(Input.SIZE)),
            estimate.bytesPerDay()),
        Figure.bits(
            "bandwidth",
            "Bandwidth",
            bytes(estimate.bytesPerDay()) + " × 8 ÷ 86,400 s",
            estimate.bitsPerSecond()),
        Figure.number(
            "hours-per-minute",
            "Hours of video per minute",
            "%s ÷ %s Mbit/s × 60 s ÷ 3,600 s"
                .formatted(bits(estimate.bitsPerSecond()), text(Input.BITRATE)),
            estimate.hoursPerMinute()));
  }

  private Figure filesPerSecond() {
    return Figure.number(
        "files-per-second",
        "Files per second",
        number(estimate.filesPerDay()) + " ÷ 86,400 s",
        estimate.filesPerSecond());
  }

  private FigureGroup requests() {
    return new FigureGroup(
        "Parts and requests",
        Figure.number("parts-of-file", "Parts of a file", partsFormula(), estimate.partsOfFile()),
        Figure.number(
            "parts-per-second",
            "Full parts per second",
            estimate.isMultipart()
                ? "%s ÷ 8 ÷ %s MiB".formatted(bits(estimate.bitsPerSecond()), partSize())
                : "one for each file",
            estimate.partsPerSecond()),
        Figure.number(
            "requests-of-file",
            "Requests to the application, per file, at least",
            estimate.isMultipart()
                ? "open, complete, notification + 1 + (%s parts − 1) ÷ %d, rounded up, to sign parts"
                    .formatted(number(estimate.partsOfFile()), Estimate.SIGNING_BATCH)
                : "open, complete, notification",
            estimate.requestsOfFile()),
        Figure.number(
            "requests-per-second",
            "Requests to the application, per second",
            "%s × %s files per second"
                .formatted(number(estimate.requestsOfFile()), number(estimate.filesPerSecond())),
            estimate.requestsOfFile() * estimate.filesPerSecond()),
        Figure.number(
            "writes-of-file",
            "PUT, POST and LIST to the store, per file",
            estimate.isMultipart()
                ? "%s parts + begin, complete + list of parts (one per 1,000)"
                    .formatted(number(estimate.partsOfFile()))
                : "one PUT",
            estimate.writesOfFile()),
        Figure.number(
            "writes-per-second",
            "PUT, POST and LIST to the store, per second",
            "%s × %s files per second"
                .formatted(number(estimate.writesOfFile()), number(estimate.filesPerSecond())),
            estimate.writesPerSecond()),
        prefixes(
            "prefixes-for-writes", "writes", estimate.writesPerSecond(), Estimate.PREFIX_WRITES));
  }

  private String partsFormula() {
    return estimate.isMultipart()
        ? "%s ÷ %s MiB, rounded up%s"
            .formatted(bytes(estimate.fileSize()), partSize(), reasonForLargerParts())
        : "one PUT, because the file is smaller than 64 MiB";
  }

  private FigureGroup database() {
    return new FigureGroup(
        "Database",
        Figure.number(
            "rows-of-file",
            "Rows written, per file",
            "upload, reservation, video, notification, 2 audit entries + %s signed parts"
                .formatted(number(estimate.signedPartsOfFile())),
            Estimate.ROWS_OF_UPLOAD + estimate.signedPartsOfFile()),
        Figure.number(
            "rows-per-day",
            "Rows written, per day",
            "%s × %s files"
                .formatted(
                    number(Estimate.ROWS_OF_UPLOAD + estimate.signedPartsOfFile()),
                    number(estimate.filesPerDay())),
            estimate.rowsPerDay()),
        Figure.number(
            "rows-kept",
            "Rows after %s days".formatted(text(Input.RETENTION)),
            "%s files × (5 rows × %s days + notification × at most 30 days + %s parts × 1 day)"
                .formatted(
                    number(estimate.filesPerDay()),
                    text(Input.RETENTION),
                    number(estimate.signedPartsOfFile())),
            estimate.rowsKept()));
  }

  private FigureGroup storageAndViewers() {
    return new FigureGroup(
        "Storage and viewers",
        Figure.bytes(
            "stored",
            "Stored after %s days".formatted(text(Input.RETENTION)),
            "%s × %s days".formatted(bytes(estimate.bytesPerDay()), text(Input.RETENTION)),
            estimate.storedBytes()),
        Figure.bits(
            "bandwidth-out",
            "Bandwidth to viewers",
            "%s viewers × %s Mbit/s".formatted(text(Input.VIEWERS), text(Input.BITRATE)),
            estimate.bitsToViewers()),
        Figure.bytes(
            "bytes-out",
            "Data to viewers, per month",
            bits(estimate.bitsToViewers()) + " ÷ 8 × 86,400 s × 30 days",
            estimate.bytesOutPerMonth()),
        Figure.number(
            "views",
            "Views, per month",
            "%s viewers × 86,400 s × 30 days ÷ %s s"
                .formatted(text(Input.VIEWERS), number(estimate.secondsOfFile())),
            estimate.viewsPerMonth()),
        Figure.number(
            "reads-per-second",
            "GET and HEAD to the store, per second",
            "(%s × %s files × 30 days + %s × %s views) ÷ 30 ÷ 86,400 s"
                .formatted(
                    Estimate.READS_FORMULA,
                    number(estimate.filesPerDay()),
                    text(Input.GETS),
                    number(estimate.viewsPerMonth())),
            estimate.readsPerSecond()),
        prefixes("prefixes-for-reads", "reads", estimate.readsPerSecond(), Estimate.PREFIX_READS));
  }

  private static Figure prefixes(String id, String requests, double perSecond, double limit) {
    return Figure.number(
        id,
        "Prefixes that S3 needs for the " + requests,
        "%s ÷ %s per second and prefix, rounded up".formatted(number(perSecond), number(limit)),
        Math.ceil(perSecond / limit));
  }

  /** A large file has larger parts than the input says, because a store takes 10,000 at most. */
  private String reasonForLargerParts() {
    return estimate.partSize() > in.get(Input.PART) * Estimate.MIB
        ? "; larger than %s MiB, so that %s parts suffice"
            .formatted(text(Input.PART), number(PartPlan.MAX_PARTS))
        : "";
  }

  private String partSize() {
    return number(estimate.partSize() / Estimate.MIB);
  }

  private String text(Input input) {
    return number(in.get(input));
  }
}
